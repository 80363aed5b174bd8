import { plainCompiler } from "@seqloom/graph";
import type { Tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { backwardsCsv, runText } from "./testing/run-text.ts";

const series = (train: string, more = "") => `seq 1
data {
  source   sine(length = 240, period = 20, noise = 0.05)
  input    value
  target   value
  window   8
  horizon  1
  split    128 / 60 / 52
}
model Next(x: [batch, time, feature]) -> [batch, horizon] {
  x -> gru(4) -> last -> linear(horizon)
}
train {
  loss  mse
${train}
}
${more}`;

const weightsOf = (params: Readonly<Record<string, Tensor>>) =>
  Object.values(params).flatMap((value) => [...value.data]);

function mostApart(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
}

describe("accumulate", () => {
  const fixed = "  optimiser  adam(rate = 0.01)\n  clip  norm = 0.1\n  order  kept\n  keep  last\n";

  it("of n batches is the training with batches n times as large", async () => {
    const many = await runText(series(`${fixed}  batch  10\n  accumulate  3\n  epochs  4`));
    const large = await runText(series(`${fixed}  batch  30\n  epochs  4`));
    expect(many.trained.record.epochs).toBe(4);
    // 120 examples: 12 batches of 10, 4 of 30. Sums in another order, in f32.
    expect(mostApart(weightsOf(many.trained.params), weightsOf(large.trained.params))).toBeLessThan(1e-4);
  });

  it("counts a step of the schedule and of `steps` for n batches", async () => {
    const run = await runText(
      series(`${fixed}  batch  10\n  accumulate  3\n  steps  6\n  schedule  linear(to = 0)`),
    );
    const rates = run.events.flatMap((event) => (event.kind === "step" ? [event.rate] : []));
    expect(rates).toHaveLength(18);
    expect([rates[0], rates[1], rates[2]]).toEqual([rates[0], rates[0], rates[0]]);
    expect(rates[3]).toBeLessThan(rates[2] ?? 0);
  });
});

describe("average", () => {
  it("keeps averaged weights, which the validation judges", async () => {
    const settings = "  optimiser  sgd(rate = 0.05)\n  clip  norm = 1\n  epochs  3\n  keep  last";
    const plain = await runText(series(settings));
    const averaged = await runText(series(`${settings}\n  average  0.9`));
    expect(averaged.trained.record.training).toEqual(plain.trained.record.training);
    expect(averaged.trained.record.validation).not.toEqual(plain.trained.record.validation);
    expect(mostApart(weightsOf(averaged.trained.params), weightsOf(plain.trained.params))).toBeGreaterThan(
      1e-3,
    );
    const last = averaged.events.findLast((event) => event.kind === "step");
    expect(last?.kind === "step" ? weightsOf(last.params()) : []).toHaveLength(
      weightsOf(averaged.trained.params).length,
    );
  });
});

describe("precision f64", () => {
  it("computes in f64 and says that this is slow", async () => {
    const settings = "  optimiser  adam(rate = 0.01)\n  clip  norm = 1\n  epochs  2";
    const fine = await runText(series(`${settings}\n  precision  f64`));
    const single = await runText(series(settings), { compiler: plainCompiler });
    expect(Object.values(fine.trained.params).map(({ dtype }) => dtype)).toContain("f64");
    const [first] = fine.events;
    expect(first?.kind === "prepared" ? first.notices.map(({ code }) => code) : []).toContain(
      "precision-plain",
    );
    const [exact, rounded] = [fine, single].map(({ events }) =>
      events.flatMap((event) => (event.kind === "step" ? [event.loss] : [])),
    );
    expect(exact?.some((loss) => Math.fround(loss) !== loss)).toBe(true);
    expect(rounded?.every((loss) => Math.fround(loss) === loss)).toBe(true);
    expect(fine.trained.evaluation?.scores[0]?.mae).toBeGreaterThan(0);
  });
});

describe("teacher", () => {
  const backwards = (teacher: string) => `seq 1
data {
  source    csv("words.csv")
  input     characters(word)
  target    characters(answer)
  feedback  previous = y
}
model Backwards(x: [batch, time] of letter, previous: [batch, step] of answer) -> [batch, step, answer] {
  (_, state) = x -> embedding(8) -> gru(16)
  previous -> embedding(8) -> gru(16, start = state) -> linear(answer)
}
train {
  loss       crossEntropy
  optimiser  adam(rate = 1e-2)
  clip       norm = 1
  epochs     6
${teacher}
}
`;
  const files = { "words.csv": backwardsCsv(300) };

  it("below 100 % trains on own answers too, and the same seed draws the same", async () => {
    const [truth, mixed, again] = [
      await runText(backwards(""), { files }),
      await runText(backwards("  teacher  50%"), { files }),
      await runText(backwards("  teacher  50%"), { files }),
    ];
    expect(mixed.trained.record.training).not.toEqual(truth.trained.record.training);
    expect(again.trained.record.training).toEqual(mixed.trained.record.training);
    // Wrong letters before a step make the next one harder to tell.
    expect(mixed.trained.record.training.at(-1)).toBeGreaterThan(truth.trained.record.training.at(-1) ?? 0);
  });
});

describe("metrics of a forecast", () => {
  it("add columns, for baselines too where these have a value", async () => {
    const text = series(
      "  optimiser  adam(rate = 0.01)\n  clip  norm = 1\n  epochs  3",
      "forecast {\n  baselines  naive, drift\n  metrics    mae, smape, r2\n}\n",
    );
    const { trained } = await runText(text);
    const further = trained.evaluation?.scores.map((score) => Object.keys(score.further));
    expect(further).toEqual([
      ["smape", "r2"],
      ["smape", "r2"],
      ["smape", "r2"],
    ]);
    const naive = trained.evaluation?.scores.find(({ name }) => name === "naive");
    expect(naive?.further.r2).toBeLessThan(1);
    expect(naive?.further.smape).toBeGreaterThan(0);
  });

  it("of quantiles stand beside points, whose score is their absolute error", async () => {
    const text = series(
      "  optimiser  adam(rate = 0.03)\n  clip  norm = 1\n  epochs  40",
      "forecast {\n  metrics  crps, coverage\n}\n",
    )
      .replace("loss  mse", "loss  quantile(10%, 50%, 90%)")
      .replace("-> [batch, horizon] {", "-> [batch, horizon, quantile] {")
      .replace("linear(horizon)", "linear(horizon, quantile)");
    const { trained } = await runText(text);
    const [model, naive] = trained.evaluation?.scores ?? [];
    expect(naive?.further.crps).toBeCloseTo(naive?.mae ?? 0, 6);
    expect(naive?.further.coverage).toBeNaN();
    expect(model?.further.coverage).toBeGreaterThan(0.3);
    expect(model?.mae).toBeLessThan(naive?.mae ?? 0);
  });
});
