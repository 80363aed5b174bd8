import {
  evaluate,
  type Graph,
  hoistInputs,
  optimise,
  print,
  scan,
  scanPrimitive,
  sinkOutputs,
  trace,
} from "@seqloom/graph";
import { add, matmul, mul, sigmoid, slice, sum, tanh, type Value } from "@seqloom/ops";
import { normal, rng, type Tensor, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { valueAndGrad } from "./grad.ts";

const [T, B, I, H] = [5, 3, 4, 2];
type Weights = { w: Value; u: Value; b: Value };

/** Two layers of an LSTM-like cell with stacked gates; weights as PyTorch lays them out. */
function layer(p: Weights, x: Value): Value {
  const start = { h: zeros([B, H], "f64"), c: zeros([B, H], "f64") };
  return scan(
    ({ h, c }: { h: Value; c: Value }, e: Value) => {
      const z = add(add(matmul(e, p.w, { transposeB: true }), p.b), matmul(h, p.u, { transposeB: true }));
      const [i, f, g] = [0, 1, 2].map((k) => slice(z, 1, k * H, (k + 1) * H)) as [Value, Value, Value];
      const next = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
      return { carry: { h: tanh(next), c: next }, ys: tanh(next) };
    },
    start,
    x,
  ).ys;
}

const weights = (seed: number, inputs: number): { [K in keyof Weights]: Tensor } => ({
  w: normal(rng(seed), [3 * H, inputs], "f64"),
  u: normal(rng(seed + 1), [3 * H, H], "f64"),
  b: normal(rng(seed + 2), [3 * H], "f64"),
});
const first = weights(1, I);
const second = weights(4, H);
const x = normal(rng(8), [T, B, I], "f64");
const cotangent = normal(rng(9), [T, B, H], "f64");
const inputs = [...Object.values(first), ...Object.values(second), x];

const step: Graph = trace((...v) => {
  const [w, u, b, w2, u2, b2, xs] = v as [Value, Value, Value, Value, Value, Value, Value];
  const { value, gradient } = valueAndGrad(({ p, q }: { p: Weights; q: Weights }) =>
    sum(mul(layer(q, layer(p, xs)), cotangent)),
  )({
    p: { w, u, b },
    q: { w: w2, u: u2, b: b2 },
  });
  return [value, ...Object.values(gradient.p), ...Object.values(gradient.q)];
}, inputs);

function worst(a: readonly Tensor[], b: readonly Tensor[]): number {
  let worst = 0;
  a.forEach((want, i) => {
    want.data.forEach((value, k) => {
      worst = Math.max(worst, Math.abs(value - (b[i]?.data[k] ?? Number.NaN)));
    });
  });
  return worst;
}

const bodies = (graph: Graph) =>
  graph.equations
    .filter((e) => e.primitive === scanPrimitive)
    .map((e) => (e.attributes as { body: Graph }).body);
const products = (graph: Graph) => graph.equations.filter((e) => e.primitive.name === "matmul").length;

describe("passes on a training step of two recurrent layers", () => {
  const want = evaluate(step, inputs);

  it.each([
    ["hoist inputs", hoistInputs],
    ["sink outputs", sinkOutputs],
    ["all passes", optimise],
  ])("%s computes the same", (_, pass) => {
    expect(worst(want, evaluate(pass(step), inputs))).toBeLessThan(1e-12); // sums in another order, f64
  });

  it("leaves one matrix product in each direction of each layer: the recurrent one", () => {
    expect(bodies(step).map(products)).toEqual([2, 2, 4, 3]);
    const after = optimise(step);
    expect(bodies(after).map(products), print(after)).toEqual([1, 1, 1, 1]);
  });
});
