/** What must hold for every cell, whatever its equations. */
import { valueAndGrad } from "@seqloom/autograd";
import { add, concat, flip, mul, squeeze, stopGradient, sum, transpose, type Value } from "@seqloom/ops";
import { allocate, fromData, rng, type Tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import type { Params } from "../module.ts";
import { allCells } from "../testing/all-cells.ts";
import { draw } from "../testing/gradient-error.ts";
import { difference, draws, part, row, sameBits, tensorOf } from "../testing/values.ts";
import type { RecurrentLayer } from "./recurrent.ts";
import type { RecurrentState } from "./state.ts";

const [T, B, I, H] = [5, 3, 3, 4];
const cells = Object.entries(allCells);
// 1e-12: the same sums in f64, perhaps in another order.
const same = 1e-12;

const setUp = (layer: RecurrentLayer) => ({
  params: layer.init(rng(1), "f64"),
  x: draws(2, [T, B, I]),
  state: startState(layer, B),
});

/** Random, but for the clock of the clockwork network, which counts. */
function startState(layer: RecurrentLayer, batch: number): RecurrentState {
  const zero = layer.zeroState(batch, "f64");
  return { ...draw(zero, 7), ...(zero.t && { t: zero.t }) };
}

function parts(state: RecurrentState, b: number): RecurrentState {
  return Object.fromEntries(Object.entries(state).map(([name, v]) => [name, part(v, 1, b, b + 1)]));
}

describe.each(cells)("%s", (_, make) => {
  it("gives a batch what it gives its examples one by one", () => {
    const layer = make({ input: I, hidden: H, layers: 2 });
    const { params, x, state } = setUp(layer);
    const all = layer.apply(params, x, state);
    for (let b = 0; b < B; b++) {
      const one = layer.apply(params, part(x, 1, b, b + 1), parts(state, b));
      expect(sameBits(one.y, part(all.y, 1, b, b + 1))).toBe(true);
      for (const [name, v] of Object.entries(parts(all.state, b)))
        expect(sameBits(one.state[name], v)).toBe(true);
    }
  });

  it("gives 2 steps and then 3 with the carried state what it gives 5 at once", () => {
    const layer = make({ input: I, hidden: H, layers: 2 });
    const { params, x, state } = setUp(layer);
    const all = layer.apply(params, x, state);
    const first = layer.apply(params, part(x, 0, 0, 2), state);
    const second = layer.apply(params, part(x, 0, 2, T), first.state);
    expect(sameBits(concat([first.y, second.y]), all.y)).toBe(true);
    for (const [name, v] of Object.entries(all.state)) expect(sameBits(second.state[name], v)).toBe(true);
  });

  it("streams step by step, bit for bit as in a sequence, also in f32", () => {
    for (const dtype of ["f32", "f64"] as const) {
      const layer = make({ input: I, hidden: H, layers: 2, skip: "dense", zoneout: 0.2 });
      const params = layer.init(rng(1), dtype);
      const x = draws(2, [T, B, I], dtype);
      const all = layer.apply(params, x);
      let state: RecurrentState | undefined;
      for (let t = 0; t < T; t++) {
        const now = layer.step(params, row(x, t), state);
        state = now.state;
        expect(sameBits(now.y, row(all.y, t)), `step ${t}`).toBe(true);
      }
      for (const [name, v] of Object.entries(all.state)) expect(sameBits(state?.[name], v), name).toBe(true);
    }
  });

  it("does not care what stands in padding, in any order of lengths, and sends no gradient there", () => {
    const layer = make({ input: I, hidden: H, layers: 2, bidirectional: true });
    const { params, x, state } = setUp(layer);
    const lengths = [2, 5, 3];
    const cotangent = draws(9, [T, B, layer.width]);
    const loss = (given: { x: Value; params: Params; state: Params }) => {
      const result = layer.apply(given.params, given.x, given.state, { lengths });
      const ends = Object.values(result.state).map((v, i) => sum(mul(v, draws(20 + i, v.shape))));
      return ends.reduce((a, b) => add(a, b), sum(mul(result.y, cotangent)));
    };
    const zeroPadded = withPadding(x, lengths, 0);
    const nanPadded = withPadding(x, lengths, Number.NaN);
    const a = valueAndGrad(loss)({ x: zeroPadded, params, state });
    const b = valueAndGrad(loss)({ x: nanPadded, params, state });
    expect(sameBits(a.value, b.value)).toBe(true);
    expect(sameBits(a.gradient.x, b.gradient.x)).toBe(true);
    for (const path of Object.keys(params))
      expect(sameBits(a.gradient.params[path], b.gradient.params[path])).toBe(true);
    expect(sameBits(withPadding(tensorOf(b.gradient.x), lengths, 0), b.gradient.x)).toBe(true);
  });

  it("gives a padded example what it gives the example alone", () => {
    const layer = make({ input: I, hidden: H, layers: 2, bidirectional: true });
    const { params, x, state } = setUp(layer);
    const lengths = [2, 5, 3];
    const all = layer.apply(params, x, state, { lengths });
    lengths.forEach((length, b) => {
      const alone = layer.apply(params, part(part(x, 1, b, b + 1), 0, 0, length), parts(state, b));
      const mine = part(all.y, 1, b, b + 1);
      expect(difference(part(mine, 0, 0, length), alone.y)).toBeLessThan(same);
      expect(tensorOf(part(mine, 0, length, T)).data.every((v) => v === 0)).toBe(true);
      for (const [name, v] of Object.entries(parts(all.state, b)))
        expect(difference(v, alone.state[name]), name).toBeLessThan(same);
    });
  });

  it("runs both directions as two layers would, the second over the flipped sequence", () => {
    const both = make({ input: I, hidden: H, bidirectional: true });
    const { params, x, state } = setUp(both);
    const one = make({ input: I, hidden: H });
    const backward = Object.fromEntries(
      Object.keys(one.parameters).map((path) => [path, params[path.replace("_l0", "_l0_reverse")] ?? x]),
    );
    const direction = (d: number) =>
      Object.fromEntries(Object.entries(state).map(([name, v]) => [name, part(v, 0, d, d + 1)]));
    const a = one.apply(params, x, direction(0));
    const b = one.apply(backward, flip(x, 0), direction(1));
    const result = both.apply(params, x, state);
    expect(difference(result.y, concat([a.y, flip(b.y, 0)], -1))).toBeLessThan(same);
    for (const [name, v] of Object.entries(result.state))
      expect(difference(v, concat([a.state[name] ?? v, b.state[name] ?? v])), name).toBeLessThan(same);
  });

  it("truncated, has the gradients of parts whose first states are constants", () => {
    const layer = make({ input: I, hidden: H, layers: 2, truncate: 2 });
    const plain = make({ input: I, hidden: H, layers: 2 });
    const { params, x, state } = setUp(layer);
    const cotangent = draws(9, [T, B, layer.width]);
    const whole = valueAndGrad((p: Params) => sum(mul(layer.apply(p, x, state).y, cotangent)))(params);
    const inParts = valueAndGrad((p: Params) => {
      let before = state;
      const parts = [0, 2, 4].map((start) => {
        const result = plain.apply(p, part(x, 0, start, Math.min(start + 2, T)), before);
        before = Object.fromEntries(Object.entries(result.state).map(([name, v]) => [name, stopGradient(v)]));
        return result.y;
      });
      return sum(mul(concat(parts), cotangent));
    })(params);
    expect(difference(whole.value, inParts.value)).toBeLessThan(same);
    for (const path of Object.keys(params))
      expect(difference(whole.gradient[path], inParts.gradient[path]), path).toBeLessThan(same);
  });

  it("runs in reverse as over the flipped sequence", () => {
    const layer = make({ input: I, hidden: H, reverse: true });
    const { params, x, state } = setUp(layer);
    const forward = make({ input: I, hidden: H }).apply(params, flip(x, 0), state);
    const result = layer.apply(params, x, state);
    expect(sameBits(result.y, flip(forward.y, 0))).toBe(true);
  });

  it("takes a sequence without a batch axis, and one with the batch first", () => {
    const options = { input: I, hidden: H, layers: 2 };
    const { params, x, state } = setUp(make(options));
    const want = make(options).apply(params, x, state);
    const first = make({ ...options, batchFirst: true });
    expect(sameBits(swap(first.apply(params, swap(x), state).y), want.y)).toBe(true);
    const single = first.apply(params, row(swap(x), 1), dropBatch(parts(state, 1)));
    expect(sameBits(single.y, row(swap(want.y), 1))).toBe(true);
    for (const [name, v] of Object.entries(dropBatch(parts(want.state, 1))))
      expect(sameBits(single.state[name], v), name).toBe(true);
  });
});

function swap(x: Value): Value {
  return transpose(x, 0, 1);
}

function dropBatch(state: RecurrentState): RecurrentState {
  return Object.fromEntries(Object.entries(state).map(([name, v]) => [name, squeeze(v, 1)]));
}

/** x [T, B, I] with `fill` after the end of each example. */
function withPadding(x: Tensor, lengths: readonly number[], fill: number): Tensor {
  const data = allocate("f64", x.size);
  for (let i = 0; i < x.size; i++) {
    const [t, b] = [Math.floor(i / (B * I)), Math.floor(i / I) % B];
    data[i] = t < (lengths[b] ?? 0) ? (x.data[i] ?? 0) : fill;
  }
  return fromData(data, x.shape);
}
