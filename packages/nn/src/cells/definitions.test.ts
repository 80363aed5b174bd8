/** One unit, one input: each cell against its equations in plain numbers, three steps long. */
import { normal, rng, Tensor, tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import type { RecurrentLayer } from "../recurrent/recurrent.ts";
import { clockwork } from "./clockwork.ts";
import { gru } from "./gru.ts";
import { indRnn } from "./ind-rnn.ts";
import { jordan } from "./jordan.ts";
import { leaky } from "./leaky.ts";
import { lstm } from "./lstm.ts";
import { minGru } from "./min-gru.ts";
import { minLstm } from "./min-lstm.ts";
import { minimalGru } from "./minimal-gru.ts";
import { sru } from "./sru.ts";

const { tanh, max } = Math;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Weights by name, one number per gate, in the order in which they are stacked. */
type Weights = (path: string) => readonly number[];

function run(layer: RecurrentLayer, xs: readonly number[]): { y: number[]; w: Weights } {
  const params = Object.fromEntries(
    Object.entries(layer.parameters).map(([path, { shape }], i) => [path, normal(rng(i + 5), shape, "f64")]),
  );
  const { y } = layer.apply(
    params,
    tensor(
      xs.map((x) => [x]),
      "f64",
    ),
  );
  return {
    y: y instanceof Tensor ? Array.from(y.data) : [],
    w: (path) => Array.from(params[`${path}_l0`]?.data ?? []),
  };
}

const xs = [0.7, -1.2, 0.4];

/** @param step  one step in numbers: from x and the states to y and the states */
function expectSteps(
  layer: RecurrentLayer,
  start: readonly number[],
  step: (x: number, s: readonly number[], w: Weights) => { y: number; s: readonly number[] },
): void {
  const { y, w } = run(layer, xs);
  let s = start;
  xs.forEach((x, t) => {
    const next = step(x, s, w);
    s = next.s;
    expect(y[t], `step ${t}`).toBeCloseTo(next.y, 12);
  });
}

/** W x + b_ih of each gate, and W h + b_hh. */
const sums = (w: Weights, x: number, h: number) => ({
  in: w("weight_ih").map((v, k) => v * x + (w("bias_ih")[k] ?? 0)),
  on: w("weight_hh").map((v, k) => v * h + (w("bias_hh")[k] ?? 0)),
});

const one = { input: 1, hidden: 1 };
const at = (list: readonly number[], i: number): number => list[i] ?? Number.NaN;

describe("cells as their papers write them", () => {
  it("LSTM with peepholes", () => {
    expectSteps(lstm({ ...one, peephole: true }), [0, 0], (x, [h = 0, c = 0], w) => {
      const z = sums(w, x, h);
      const pre = (k: number) => at(z.in, k) + at(z.on, k);
      const i = sigmoid(pre(0) + at(w("weight_ci"), 0) * c);
      const f = sigmoid(pre(1) + at(w("weight_cf"), 0) * c);
      const cNext = f * c + i * tanh(pre(2));
      const o = sigmoid(pre(3) + at(w("weight_co"), 0) * cNext);
      return { y: o * tanh(cNext), s: [o * tanh(cNext), cNext] };
    });
  });

  it("LSTM with one gate for writing and forgetting", () => {
    expectSteps(lstm({ ...one, coupled: true }), [0, 0], (x, [h = 0, c = 0], w) => {
      const z = sums(w, x, h);
      const i = sigmoid(at(z.in, 0) + at(z.on, 0));
      const cNext = (1 - i) * c + i * tanh(at(z.in, 1) + at(z.on, 1));
      const hNext = sigmoid(at(z.in, 2) + at(z.on, 2)) * tanh(cNext);
      return { y: hNext, s: [hNext, cNext] };
    });
  });

  it("LSTM with clipped sums and other functions", () => {
    const layer = lstm({ ...one, clip: 0.5, activations: { candidate: "identity", memory: "softsign" } });
    expectSteps(layer, [0, 0], (x, [h = 0, c = 0], w) => {
      const z = sums(w, x, h);
      const pre = (k: number) => Math.min(0.5, max(-0.5, at(z.in, k) + at(z.on, k)));
      const cNext = sigmoid(pre(1)) * c + sigmoid(pre(0)) * pre(2);
      const hNext = (sigmoid(pre(3)) * cNext) / (1 + Math.abs(cNext));
      return { y: hNext, s: [hNext, cNext] };
    });
  });

  it("GRU with the reset gate before the product", () => {
    expectSteps(gru({ ...one, reset: "before" }), [0], (x, [h = 0], w) => {
      const z = sums(w, x, h);
      const r = sigmoid(at(z.in, 0) + at(z.on, 0));
      const u = sigmoid(at(z.in, 1) + at(z.on, 1));
      const n = tanh(at(z.in, 2) + at(w("weight_hh"), 2) * r * h + at(w("bias_hh"), 2));
      const hNext = (1 - u) * n + u * h;
      return { y: hNext, s: [hNext] };
    });
  });

  it("minimal GRU", () => {
    expectSteps(minimalGru(one), [0], (x, [h = 0], w) => {
      const { in: on } = sums(w, x, h);
      const f = sigmoid(at(on, 0) + at(w("weight_hh"), 0) * h);
      const n = tanh(at(on, 1) + at(w("weight_hh"), 1) * f * h);
      return { y: (1 - f) * h + f * n, s: [(1 - f) * h + f * n] };
    });
  });

  it("minGRU and minLSTM", () => {
    expectSteps(minGru(one), [0], (x, [h = 0], w) => {
      const { in: on } = sums(w, x, h);
      const hNext = (1 - sigmoid(at(on, 0))) * h + sigmoid(at(on, 0)) * at(on, 1);
      return { y: hNext, s: [hNext] };
    });
    expectSteps(minLstm(one), [0], (x, [h = 0], w) => {
      const { in: on } = sums(w, x, h);
      const [f, i] = [sigmoid(at(on, 0)), sigmoid(at(on, 1))];
      const hNext = (f / (f + i)) * h + (i / (f + i)) * at(on, 2);
      return { y: hNext, s: [hNext] };
    });
  });

  it("SRU", () => {
    expectSteps(sru(one), [0], (x, [c = 0], w) => {
      const [W, b] = [w("weight_ih"), w("bias_ih")];
      const f = sigmoid(at(W, 0) * x + at(b, 0) + at(w("weight_cf"), 0) * c);
      const r = sigmoid(at(W, 1) * x + at(b, 1) + at(w("weight_cr"), 0) * c);
      const cNext = f * c + (1 - f) * at(W, 2) * x;
      return { y: r * cNext + (1 - r) * x, s: [cNext] };
    });
  });

  it("IndRNN and leaky integrator", () => {
    expectSteps(indRnn(one), [0], (x, [h = 0], w) => {
      const hNext = max(0, at(sums(w, x, h).in, 0) + at(w("weight_hh"), 0) * h);
      return { y: hNext, s: [hNext] };
    });
    expectSteps(leaky({ ...one, leak: 0.25 }), [0], (x, [h = 0], w) => {
      const z = sums(w, x, h);
      const hNext = 0.75 * h + 0.25 * tanh(at(z.in, 0) + at(z.on, 0));
      return { y: hNext, s: [hNext] };
    });
  });

  it("Jordan network", () => {
    expectSteps(jordan(one), [0], (x, [y = 0], w) => {
      const h = tanh(at(sums(w, x, 0).in, 0) + at(w("weight_yh"), 0) * y + at(w("bias_yh"), 0));
      const yNext = at(w("weight_hy"), 0) * h + at(w("bias_hy"), 0);
      return { y: yNext, s: [yNext] };
    });
  });

  it("clockwork network: slow units move at their turn and see only slow ones", () => {
    const layer = clockwork({ input: 1, hidden: 2, periods: [1, 2] });
    const { y, w } = run(layer, xs);
    const [W, U, b, d] = [w("weight_ih"), w("weight_hh"), w("bias_ih"), w("bias_hh")];
    let [fast, slow] = [0, 0];
    xs.forEach((x, t) => {
      const bias = (k: number) => at(W, k) * x + at(b, k) + at(d, k);
      const next = tanh(bias(0) + at(U, 0) * fast + at(U, 1) * slow);
      if (t % 2 === 0) slow = tanh(bias(1) + at(U, 3) * slow);
      fast = next;
      expect(y.slice(2 * t, 2 * t + 2).map((v, k) => Math.abs(v - at([fast, slow], k)) < 1e-12)).toEqual([
        true,
        true,
      ]);
    });
  });
});
