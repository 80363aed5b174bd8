import { gather, partOf } from "@seqloom/data";
import { wasmCompiler } from "@seqloom/kernels";
import { fromData } from "@seqloom/tensor";
import { beforeAll, describe, expect, it } from "vitest";
import { forwardOf } from "./forward.ts";
import { answerItself, feedbackOf } from "./own-answers.ts";
import { backwardsCsv, type RanText, runText } from "./testing/run-text.ts";

/** Trained too short to be right: own answers and the truth part ways. */
const text = `seq 1
data {
  source    csv("words.csv")
  input     characters(word)
  target    characters(answer)
  feedback  previous = y
  split     80% / 10% / 10%
}
model Backwards(x: [batch, time] of letter, previous: [batch, step] of answer) -> [batch, step, answer] {
  (seen, state) = x -> embedding(8) -> gru(16)
  h = previous -> embedding(8) -> gru(16, start = state)
  found = h -> attend(seen)
  concat(h, found) -> linear(answer)
}
train {
  loss       crossEntropy
  optimiser  adam(rate = 1e-2)
  clip       norm = 1
  epochs     4
  metrics    accuracy, exact, perplexity
}
sample {
  temperature  0
}
`;

let ran: RanText;
beforeAll(async () => {
  ran = await runText(text, { files: { "words.csv": backwardsCsv(300) } });
});

function setUp() {
  const { prepared, model, trained } = ran;
  const examples = partOf(prepared, "test");
  const { fields, lengths } = gather(prepared, examples, Int32Array.of(0, 1, 2));
  const terms = [{ name: "crossEntropy", options: {}, weight: 1, output: "y", target: "y" }];
  const feedback = feedbackOf(prepared, terms);
  if (feedback === undefined) throw new Error("there is no feedback");
  const forward = forwardOf(model, wasmCompiler());
  const answer = (given: typeof fields) =>
    answerItself(forward, trained.params, { fields: given, lengths }, feedback).outputs.y?.data.slice();
  return { fields, lengths, forward, answer, params: trained.params };
}

describe("a model fed its own answers", () => {
  it("never sees the truth: changed true answers change nothing", () => {
    const { fields, answer } = setUp();
    const { previous } = fields;
    if (previous === undefined) throw new Error("there is no field previous");
    const [, steps = 0] = previous.shape;
    const spoilt = Int32Array.from(previous.data, (place, i) => (i % steps === 0 ? place : (place + 3) % 5));
    const other = { ...fields, previous: fromData(spoilt, previous.shape) };
    expect(answer(other)).toEqual(answer(fields));
  });

  it("gives what a loop with a longer and longer past gives", () => {
    const { fields, answer, forward, params } = setUp();
    const { x, previous } = fields;
    if (x === undefined || previous === undefined) throw new Error("there are no fields");
    const [, steps = 0] = previous.shape;
    const all = answer(fields) ?? new Float32Array();
    const width = all.length / (3 * steps);
    const past = [previous.data[0] ?? 0];
    for (let t = 0; t < steps; t++) {
      const own = { x: fromData(x.data.slice(0, x.shape[1]), [1, x.shape[1] ?? 0]) };
      const fed = { ...own, previous: fromData(Int32Array.from(past), [1, past.length]) };
      const scores = Array.from(
        forward(params, { fields: fed, lengths: {} }).outputs.y?.data.subarray(-width) ?? [],
      );
      scores.forEach((score, k) => {
        expect(all[t * width + k]).toBeCloseTo(score, 4); // f32, other shapes
      });
      past.push(scores.indexOf(Math.max(...scores)));
    }
  });

  it("is scored by both figures: sequences that are right are the same, single symbols are not", () => {
    const { scores, scoresGivenTruth } = ran.trained;
    // Greedy answers leave the truth where they are first wrong, so `exact` agrees; a likelihood has no own form.
    expect(scores.exact).toBe(scoresGivenTruth?.exact);
    expect(Object.keys(scores)).toEqual(["accuracy", "exact"]);
    expect(Object.keys(scoresGivenTruth ?? {})).toEqual(["accuracy", "exact", "perplexity"]);
    expect(scores.accuracy).toBeLessThan(scoresGivenTruth?.accuracy ?? 0);
  });

  it("answers inputs of the test part where `sample` has no prompt", () => {
    const sample = ran.trained.sample;
    if (sample?.kind !== "answers") throw new Error("there are no answers");
    expect(sample.answers).toHaveLength(5);
    for (const { answer, truth } of sample.answers) {
      expect(truth).toMatch(/^[a-e]{4}$/);
      expect(answer.length).toBeGreaterThan(0);
    }
  });
});

describe("feedback over a horizon of numbers", () => {
  it("begins with the last known value and goes on with what the model predicts", async () => {
    const { trained } = await runText(`seq 1
data {
  source    sine(length = 300, period = 20, noise = 0)
  input     value
  target    value
  feedback  previous = y
  window    10
  horizon   4
}
model Next(x: [batch, time, feature], previous: [batch, horizon]) -> [batch, horizon] {
  (_, state) = x -> gru(8)
  stack(previous, as = value) -> gru(8, start = state) -> linear(1) -> sum
}
train {
  loss       mse
  optimiser  adam(rate = 1e-2)
  clip       norm = 1
  epochs     20
}
`);
    const [model, naive] = trained.evaluation?.scores ?? [];
    expect(naive?.name).toBe("naive");
    expect(model?.mae).toBeLessThan(0.5 * (naive?.mae ?? 0));
    expect(trained.next?.series[0]?.values.every(Number.isFinite)).toBe(true);
  });
});
