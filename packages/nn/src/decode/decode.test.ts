import { checkGrad } from "@seqloom/autograd/testing";
import { add, argmax, concat, expandDims, keyTensor, mul, slice, stack, sum, type Value } from "@seqloom/ops";
import { fromData, rng, type Tensor, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { attention } from "../attention/attention.ts";
import { gru } from "../cells/gru.ts";
import { lstm } from "../cells/lstm.ts";
import { embedding } from "../layers/embedding.ts";
import { linear } from "../layers/linear.ts";
import { type Params, type State, scoped } from "../module.ts";
import { difference, draws, part, row, sameBits, tensorOf } from "../testing/values.ts";
import { encoderDecoder } from "./encoder-decoder.ts";
import { runWithFeedback } from "./feedback.ts";

const [U, B] = [6, 3];
/** Gives 10 more than it is fed, so every output tells what went in. */
const tenMore = (fed: Value, state: State) => ({ y: add(fed, 10), state });
const state = { h: zeros([B, 1]) };
const first = fromData(Float32Array.of(1, 2, 3), [B, 1]);
const truth = fromData(
  Float32Array.from({ length: U * B }, (_, i) => 100 * (Math.floor(i / B) + 1) + (i % B)),
  [U, B, 1],
);
const fedInto = (y: Value): number[][] =>
  Array.from({ length: U }, (_, t) => Array.from(row(y, t).data, (v) => v - 10));

describe("runWithFeedback", () => {
  it("feeds the truth one step late, the first input first", () => {
    const { y } = runWithFeedback({ step: tenMore, first, state, truth });
    expect(fedInto(y).slice(0, 3)).toEqual([
      [1, 2, 3],
      [100, 101, 102],
      [200, 201, 202],
    ]);
  });

  it("feeds the model its own answers without a teacher, in the form that feedback gives", () => {
    const own = runWithFeedback({ step: tenMore, first, state, steps: 3 });
    expect(fedInto(concat([own.y, own.y])).slice(0, 3)).toEqual([
      [1, 2, 3],
      [11, 12, 13],
      [21, 22, 23],
    ]);
    const halved = runWithFeedback({
      step: tenMore,
      first,
      state,
      truth,
      teacher: 0,
      feedback: (y) => mul(y, 0.5),
    });
    expect(fedInto(halved.y)[1]).toEqual([5.5, 6, 6.5]);
  });

  it("mixes both by chance, for each step and example, and the same key draws the same", () => {
    const long = draws(1, [400, B, 1], "f32");
    const step = (fed: Value, state: State) => ({ y: fed, state });
    const run = (seed: number) =>
      runWithFeedback({ step, first, state, truth: long, teacher: 0.3, key: keyTensor(rng(seed)) }).y;
    const y = tensorOf(run(1));
    let fromTruth = 0;
    for (let i = B; i < 400 * B; i++) {
      const [before, mine] = [long.data[i - B], y.data[i - B]];
      expect([before, mine]).toContain(y.data[i]);
      if (y.data[i] === before && before !== mine) fromTruth += 1;
    }
    expect(fromTruth / (399 * B)).toBeGreaterThan(0.22); // 1,197 draws: six standard deviations are 0.08
    expect(fromTruth / (399 * B)).toBeLessThan(0.38);
    expect(sameBits(run(1), y)).toBe(true);
    expect(sameBits(run(2), y)).toBe(false);
  });

  it.each([
    ["feedback-steps", { step: tenMore, first, state }],
    ["feedback-type", { step: tenMore, first, state, truth: part(truth, 1, 0, 2) }],
    ["feedback-type", { step: tenMore, first, state, steps: 2, feedback: (y: Value) => argmax(y) }],
    ["share-range", { step: tenMore, first, state, truth, teacher: 1.5 }],
    ["key-missing", { step: tenMore, first, state, truth, teacher: 0.5 }],
  ])("mistakes: %s", (code, options) => {
    expect(() => runWithFeedback(options)).toThrow(expect.objectContaining({ code }));
  });
});

describe("encoderDecoder", () => {
  const [T, I] = [5, 2];
  const x = draws(1, [T, B, I]);
  const lengths = [5, 3, 4];
  const start = draws(2, [B, 1]);
  const wanted = draws(3, [U, B, 1]);

  it("in training is the decoder over the late truth, started by the encoder", () => {
    const [encoder, decoder] = [
      lstm({ input: I, hidden: 4, layers: 2 }),
      lstm({ input: 1, hidden: 4, layers: 2 }),
    ];
    const output = linear({ input: 4, output: 1 });
    const model = encoderDecoder({ encoder, decoder, output });
    const params = model.init(rng(4), "f64");
    const encoded = encoder.apply(scoped(params, "encoder"), x, undefined, { lengths });
    const late = concat([expandDims(start, 0), slice(wanted, 0, 0, -1)]);
    const decoded = decoder.apply(scoped(params, "decoder"), late, encoded.state);
    const got = model.apply(params, { x, lengths, first: start, truth: wanted });
    expect(sameBits(got.y, output.apply(scoped(params, "output"), decoded.y))).toBe(true);
    expect(sameBits(got.state.c, decoded.state.c)).toBe(true);
  });

  it("in use reads its own classes through an embedding, and looks at an encoder of both directions", () => {
    const parts = {
      encoder: gru({ input: I, hidden: 2, bidirectional: true }),
      decoder: gru({ input: 3, hidden: 4 }),
      input: embedding({ count: 5, size: 3 }),
      attention: attention({ query: 4, key: 4, size: 6 }),
      output: linear({ input: 10, output: 5 }),
    };
    const model = encoderDecoder({ ...parts, feedback: (y) => argmax(y, -1) });
    const params = model.init(rng(4), "f64");
    const at = (name: string) => scoped(params, name);
    const encoded = parts.encoder.apply(at("encoder"), x, undefined, { lengths });
    let h: State = {
      h: expandDims(concat([row(encoded.state.h ?? x, 0), row(encoded.state.h ?? x, 1)], -1), 0),
    };
    let symbol: Value = fromData(Int32Array.of(0, 0, 0));
    const all: Value[] = [];
    for (let t = 0; t < 4; t++) {
      const decoded = parts.decoder.step(at("decoder"), parts.input.apply(at("input"), symbol), h);
      const looked = parts.attention.apply(at("attention"), decoded.y, encoded.y, { lengths });
      const y = parts.output.apply(at("output"), concat([decoded.y, looked.y], -1));
      all.push(y);
      h = decoded.state;
      symbol = argmax(y, -1);
    }
    const got = model.apply(params, { x, lengths, first: fromData(Int32Array.of(0, 0, 0)), steps: 4 });
    expect(difference(got.y, stack(all))).toBeLessThan(1e-14);
  });

  it("has gradients that agree with central differences, fed the truth, itself and both", () => {
    const model = encoderDecoder({
      encoder: gru({ input: I, hidden: 2 }),
      decoder: gru({ input: 1, hidden: 2 }),
      attention: attention({ query: 2, key: 2, size: 2 }),
      output: linear({ input: 4, output: 1 }),
    });
    const params: Readonly<Record<string, Tensor>> = model.init(rng(4), "f64");
    for (const teacher of [1, 0, 0.5]) {
      const loss = (given: Params) => {
        const call = { x, lengths, first: start, truth: part(wanted, 0, 0, 3), teacher };
        return sum(mul(model.apply(given, call, { key: keyTensor(rng(1)) }).y, draws(6, [3, B, 1])));
      };
      expect(checkGrad(loss, params).worst, `teacher ${teacher}`).toBeLessThan(1e-6);
    }
  });

  it("refuses an encoder whose states do not fit the decoder", () => {
    const output = linear({ input: 4, output: 1 });
    const decoder = gru({ input: 1, hidden: 4 });
    const bad = (encoder: ReturnType<typeof gru>) => () => encoderDecoder({ encoder, decoder, output });
    expect(bad(gru({ input: 2, hidden: 3 }))).toThrow(expect.objectContaining({ code: "hand-over" }));
    expect(bad(gru({ input: 2, hidden: 4, layers: 2 }))).toThrow(
      expect.objectContaining({ code: "hand-over" }),
    );
  });
});
