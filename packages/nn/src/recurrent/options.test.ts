/** What each option of a layer means. */

import { grad } from "@seqloom/autograd";
import { SeqError } from "@seqloom/diagnostic";
import { add, concat, keyTensor, matmul, mul, reshape, slice, sum, takeRows, type Value } from "@seqloom/ops";
import { eye, fromData, ones, rng, type Tensor, tensor, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { gru } from "../cells/gru.ts";
import { lstm } from "../cells/lstm.ts";
import { minGru } from "../cells/min-gru.ts";
import { rnn } from "../cells/rnn.ts";
import { difference, draws, part, sameBits, tensorOf } from "../testing/values.ts";

const [T, B, I, H] = [6, 2, 3, 3];
const x = draws(2, [T, B, I]);
const key = keyTensor(rng(5));
/** The first example lacks steps 1, 4 and 5, the second none. */
const holes = fromData(Uint8Array.of(1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1), [T, B]);

/** The code of the error that a function throws. */
function codeOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    if (error instanceof SeqError) return error.code;
    throw error;
  }
  return "none";
}

/** The parameters of one layer of a stack, as those of a single layer. */
function layerOf(params: Readonly<Record<string, Tensor>>, layer: number): Record<string, Tensor> {
  const ending = `_l${layer}`;
  return Object.fromEntries(
    Object.entries(params).flatMap(([path, v]) =>
      path.endsWith(ending) ? [[path.replace(ending, "_l0"), v]] : [],
    ),
  );
}

describe("skips", () => {
  it("residual: adds a layer's input to its output from the second layer on", () => {
    const layer = gru({ input: I, hidden: H, layers: 3, skip: "residual" });
    const params = layer.init(rng(1), "f64");
    const one = gru({ input: H, hidden: H });
    const a = one.apply(layerOf(params, 0), x).y;
    const b = add(a, one.apply(layerOf(params, 1), a).y);
    const c = add(b, one.apply(layerOf(params, 2), b).y);
    expect(sameBits(layer.apply(params, x).y, c)).toBe(true);
  });

  it("dense: hands a layer all that is below it", () => {
    const layer = gru({ input: I, hidden: H, layers: 3, skip: "dense" });
    expect(layer.parameters.weight_ih_l2?.shape).toEqual([3 * H, I + 2 * H]);
    const params = layer.init(rng(1), "f64");
    const over = (n: number, input: Value) =>
      gru({ input: input.shape[2] ?? 0, hidden: H }).apply(layerOf(params, n), input).y;
    const a = concat([x, over(0, x)], -1);
    const b = concat([a, over(1, a)], -1);
    expect(sameBits(layer.apply(params, x).y, over(2, b))).toBe(true);
  });
});

describe("truncate", () => {
  it("leaves the values alone and stops gradients at the borders of parts", () => {
    const whole = lstm({ input: I, hidden: H });
    const cut = lstm({ input: I, hidden: H, truncate: 2 });
    const params = whole.init(rng(1), "f64");
    expect(sameBits(cut.apply(params, x).y, whole.apply(params, x).y)).toBe(true);
    // Of the last step: what lies before step 4 has no part in the gradient, what lies after has all of it.
    const last = (layer: typeof whole) => (v: Value) => sum(slice(layer.apply(params, v).y, 0, T - 1));
    const [full, short] = [grad(last(whole))(x), grad(last(cut))(x)];
    expect(part(short, 0, 0, 4).data.every((v) => v === 0)).toBe(true);
    expect(sameBits(part(short, 0, 4, T), part(full, 0, 4, T))).toBe(true);
    expect(part(full, 0, 0, 4).data.every((v) => v !== 0)).toBe(true);
  });

  it("is refused where states come from later steps", () => {
    expect(codeOf(() => gru({ input: I, hidden: H, truncate: 2, bidirectional: true }))).toBe(
      "option-conflict",
    );
    expect(codeOf(() => gru({ input: I, hidden: H, truncate: 2, reverse: true }))).toBe("option-conflict");
  });
});

describe("output: last", () => {
  it("is what each example ends with: forward at its last step, backward at the first", () => {
    const options = { input: I, hidden: H, bidirectional: true } as const;
    const params = gru(options).init(rng(1), "f64");
    for (const call of [{}, { lengths: [4, 6] }, { mask: holes }]) {
      const { state } = gru(options).apply(params, x, undefined, call);
      const { y } = gru({ ...options, output: "last" }).apply(params, x, undefined, call);
      const [forward, backward] = [0, 1].map((d) => reshape(slice(state.h ?? y, 0, d, d + 1), [B, H]));
      expect(sameBits(y, concat([forward ?? y, backward ?? y], -1))).toBe(true);
    }
  });

  it("is zeros for an example without steps, whose states stay as they were", () => {
    const layer = gru({ input: I, hidden: H, output: "last" });
    const state = { h: draws(3, [1, B, H]) };
    const result = layer.apply(layer.init(rng(1), "f64"), x, state, { lengths: [0, 6] });
    expect(Array.from(part(result.y, 0, 0, 1).data)).toEqual([0, 0, 0]);
    expect(sameBits(part(result.state.h ?? x, 1, 0, 1), part(state.h, 1, 0, 1))).toBe(true);
  });
});

describe("mask", () => {
  it("skips steps anywhere, as if the sequence did not have them", () => {
    const layer = lstm({ input: I, hidden: H, bidirectional: true });
    const params = layer.init(rng(1), "f64");
    const { y, state } = layer.apply(params, x, undefined, { mask: holes });
    const there = tensor([0, 2, 3], "i32"); // of the first example
    const alone = layer.apply(params, takeRows(part(x, 1, 0, 1), there));
    expect(sameBits(takeRows(part(y, 1, 0, 1), there), alone.y)).toBe(true);
    expect(sameBits(part(state.c ?? x, 1, 0, 1), alone.state.c)).toBe(true);
  });
});

describe("noise while training", () => {
  const training = { training: true, key } as const;

  it("dropout acts between layers, on the stated share, and the same key draws the same", () => {
    const layer = rnn({ input: I, hidden: 64, layers: 2, dropout: 0.25, activation: "identity" });
    const params = Object.fromEntries(
      Object.entries(layer.init(rng(1))).map(([path, v]) => [
        path,
        path.startsWith("bias_ih_l0") ? ones(v.shape) : zeros(v.shape),
      ]),
    );
    // The first layer gives ones; the second one's input weight is the identity, so y shows what was dropped.
    const shown = { ...params, weight_ih_l1: eye(64) };
    const { y } = layer.apply(shown, zeros([8, 4, I]), undefined, training);
    const values = Array.from(tensorOf(y).data);
    const dropped = values.filter((v) => v === 0).length / values.length;
    expect(dropped).toBeGreaterThan(0.2); // 2,048 draws: five standard deviations are 0.05
    expect(dropped).toBeLessThan(0.3);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    expect(sameBits(layer.apply(shown, zeros([8, 4, I]), undefined, training).y, y)).toBe(true);
    expect(sameBits(layer.apply(shown, zeros([8, 4, I])).y, ones([8, 4, 64]))).toBe(true);
  });

  it("recurrent dropout hides the same units at all steps", () => {
    const layer = rnn({ input: I, hidden: 32, recurrentDropout: 0.5, activation: "identity", bias: false });
    // h' = h with units hidden, so a unit is 0 or grows by 1 / (1 - 0.5) at each step.
    const params = { weight_ih_l0: zeros([32, I]), weight_hh_l0: eye(32) };
    const { y } = layer.apply(params, zeros([3, 1, I]), { h: ones([1, 1, 32]) }, training);
    const data = Array.from(tensorOf(y).data);
    for (let unit = 0; unit < 32; unit++) {
      const steps = [data[unit], data[32 + unit], data[64 + unit]];
      expect([
        [0, 0, 0],
        [2, 4, 8],
      ]).toContainEqual(steps);
    }
    expect(data.some((v) => v === 0) && data.some((v) => v !== 0)).toBe(true);
  });

  it("zoneout keeps the stated share of units, chosen anew at each step; in use, states move by the mean", () => {
    const layer = rnn({ input: 1, hidden: 256, zoneout: 0.25, activation: "identity", bias: false });
    const params = { weight_ih_l0: ones([256, 1]), weight_hh_l0: zeros([256, 256]) };
    const steps = tensor([[[1]], [[2]], [[3]]]);
    const { y } = layer.apply(params, steps, undefined, training);
    const kept = [0, 1, 2].map((t) => Array.from(part(y, 0, t, t + 1).data).map((v) => v !== t + 1));
    for (const units of kept) {
      const share = units.filter(Boolean).length / 256;
      expect(share).toBeGreaterThan(0.1); // five standard deviations are 0.14
      expect(share).toBeLessThan(0.4);
    }
    expect(kept[0]).not.toEqual(kept[1]);
    const used = layer.apply(params, steps).y;
    expect([0, 1, 2].map((t) => part(used, 0, t, t + 1).data[0])).toEqual([0.75, 1.6875, 2.671875]);
  });

  it("asks for a key, and only where something is random", () => {
    const quiet = gru({ input: I, hidden: H, dropout: 0.5 });
    const noisy = gru({ input: I, hidden: H, dropout: 0.5, layers: 2 });
    expect(codeOf(() => noisy.apply(noisy.init(rng(1)), x, undefined, { training: true }))).toBe(
      "key-missing",
    );
    expect(codeOf(() => quiet.apply(quiet.init(rng(1)), x, undefined, { training: true }))).toBe("none");
  });
});

describe("first values of the weights on states", () => {
  it("orthogonal and identity act on each gate's block, times the gain", () => {
    const orthogonal = tensorOf(
      gru({ input: I, hidden: 4, recurrent: "orthogonal", gain: 2 }).init(rng(1), "f64").weight_hh_l0,
    );
    for (const gate of [0, 1, 2]) {
      const block = part(orthogonal, 0, 4 * gate, 4 * gate + 4);
      expect(difference(matmul(block, block, { transposeB: true }), mul(eye(4, 4, "f64"), 4))).toBeLessThan(
        1e-12,
      );
    }
    const identity = lstm({ input: I, hidden: 4, recurrent: "identity", gain: 0.5 }).init(
      rng(1),
    ).weight_hh_l0;
    expect(sameBits(identity, concat([1, 2, 3, 4].map(() => mul(eye(4), 0.5))))).toBe(true);
  });

  it("forget bias moves the forget gate's bias and nothing else", () => {
    const plain = lstm({ input: I, hidden: 4 }).init(rng(1), "f64");
    const open = lstm({ input: I, hidden: 4, forgetBias: 2 }).init(rng(1), "f64");
    const moved = Object.keys(plain).flatMap((path) => {
      const [a, b] = [plain[path]?.data ?? [], open[path]?.data ?? []];
      return Array.from(a).flatMap((v, i) =>
        v === b[i] ? [] : [`${path}[${i}] ${((b[i] ?? 0) - v).toFixed(9)}`],
      );
    });
    expect(moved).toEqual([4, 5, 6, 7].map((i) => `bias_ih_l0[${i}] 2.000000000`));
  });
});

describe("mistakes", () => {
  const layer = gru({ input: I, hidden: H });
  const params = layer.init(rng(1), "f64");

  it.each([
    ["option-range", () => gru({ input: 0, hidden: 3 })],
    ["option-range", () => gru({ input: 2, hidden: 3, layers: 1.5 })],
    ["share-range", () => gru({ input: 2, hidden: 3, dropout: 1 })],
    ["option-conflict", () => gru({ input: 2, hidden: 3, bidirectional: true, reverse: true })],
    ["option-without-effect", () => minGru({ input: 2, hidden: 3, recurrentDropout: 0.1 })],
    ["state-unknown", () => gru({ input: 2, hidden: 3, zoneout: { c: 0.1 } })],
    ["activation-unknown", () => rnn({ input: 2, hidden: 3, activation: JSON.parse('"tahn"') })],
    ["shape-mismatch", () => layer.apply(params, draws(1, [T, B, I + 1]))],
    ["sequence-empty", () => layer.apply(params, draws(1, [0, B, I]))],
    ["state-shape", () => layer.apply(params, x, { h: draws(1, [2, B, H]) })],
    ["state-missing", () => layer.apply(params, x, {})],
    ["weight-missing", () => layer.apply({}, x)],
    ["weight-shape", () => layer.apply({ ...params, bias_hh_l0: ones([2], "f64") }, x)],
    ["lengths", () => layer.apply(params, x, undefined, { lengths: [1, 2, 3] })],
    ["lengths", () => layer.apply(params, x, undefined, { lengths: [1, 7] })],
    ["lengths", () => layer.apply(params, x, undefined, { lengths: [1, 2], mask: holes })],
    ["lengths", () => layer.apply(params, x, undefined, { mask: ones([T, B]) })],
    ["extra-input", () => layer.apply(params, x, undefined, { extra: { keys: x } })],
    ["step-backward", () => gru({ input: I, hidden: H, reverse: true }).step(params, draws(1, [B, I]))],
  ])("%s", (code, f) => {
    expect(codeOf(f)).toBe(code);
  });
});
