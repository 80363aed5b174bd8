import { grad } from "@seqloom/autograd";
import { checkGrad } from "@seqloom/autograd/testing";
import {
  add,
  foldKey,
  keyTensor,
  less,
  mul,
  permute,
  reshape,
  slice,
  squeeze,
  sum,
  type Value,
  where,
} from "@seqloom/ops";
import { arange, normal, ones, permutation, rng, type Shape, Tensor, tensor, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import {
  batchNorm,
  conv1d,
  dropout,
  embedding,
  type Layer,
  layerNorm,
  linear,
  type Params,
  rmsNorm,
} from "../index.ts";

function dataOf(value: Value | undefined): number[] {
  return value instanceof Tensor ? [...value.data] : [];
}

function expectClose(got: Value, want: Value): void {
  expect(got.shape).toEqual(want.shape);
  const wanted = dataOf(want);
  dataOf(got).forEach((x, i) => {
    expect(x).toBeCloseTo(wanted[i] ?? Number.NaN, 12);
  });
}

/** One sequence of a batch, [T, B, I] to [T, I]. */
function sequence(x: Value, b: number): Value {
  return squeeze(slice(x, 1, b, b + 1), 1);
}

describe("gradients agree with central differences", () => {
  const cases: [string, Layer, Shape, Shape][] = [
    ["linear", linear({ input: 3, output: 4 }), [2, 5, 3], [2, 5, 4]],
    ["linear without bias on a vector", linear({ input: 3, output: 4, bias: false }), [3], [4]],
    ["layerNorm", layerNorm({ size: 3 }), [4, 3], [4, 3]],
    ["rmsNorm", rmsNorm({ size: 3 }), [4, 3], [4, 3]],
    ["batchNorm in use", batchNorm({ size: 3 }), [4, 3], [4, 3]],
    ["conv1d", conv1d({ input: 2, output: 3, width: 3, dilation: 2 }), [6, 2, 2], [6, 2, 3]],
    [
      "conv1d in groups",
      conv1d({ input: 4, output: 2, width: 2, groups: 2, padding: "none" }),
      [5, 1, 4],
      [4, 1, 2],
    ],
  ];
  for (const [name, layer, inputShape, outputShape] of cases) {
    it(name, () => {
      const cotangent = normal(rng(3), outputShape, "f64");
      const at = { params: layer.init(rng(1), "f64"), x: normal(rng(2), inputShape, "f64") };
      const loss = ({ params, x }: { params: Params; x: Value }) =>
        sum(mul(layer.apply(params, x), cotangent));
      expect(checkGrad(loss, at).worst).toBeLessThan(1e-8);
    });
  }

  it("batchNorm while training", () => {
    const layer = batchNorm({ size: 3 });
    const cotangent = normal(rng(3), [5, 3], "f64");
    const at = { params: layer.init(rng(1), "f64"), x: normal(rng(2), [5, 3], "f64") };
    const loss = ({ params, x }: { params: Params; x: Value }) =>
      sum(mul(layer.apply(params, x, { training: true }), cotangent));
    expect(checkGrad(loss, at).worst).toBeLessThan(1e-8);
  });
});

describe("linear", () => {
  it("is x W' + b", () => {
    const layer = linear({ input: 2, output: 3 });
    const params = { weight: tensor([1, 2, 3, 4, 5, 6]), bias: tensor([1, 0, -1]) };
    const weight = reshape(params.weight, [3, 2]);
    const y = layer.apply({ ...params, weight }, reshape(tensor([1, 1, 0, 2]), [2, 2]));
    expect(dataOf(y)).toEqual([4, 7, 10, 5, 8, 11]);
  });

  it("names the size that does not fit", () => {
    const layer = linear({ input: 2, output: 3 });
    expect(() => layer.apply(layer.init(rng(1)), zeros([4, 5]))).toThrowError(
      expect.objectContaining({
        code: "shape-mismatch",
        details: expect.objectContaining({ want: 2, shape: [4, 5] }),
      }),
    );
    expect(() => linear({ input: 0, output: 1 })).toThrowError(
      expect.objectContaining({ code: "layer-size" }),
    );
  });
});

describe("embedding", () => {
  const layer = embedding({ count: 5, size: 2, padding: 0 });
  const params = layer.init(rng(1), "f64");

  it("picks rows; the padding is zeros", () => {
    const y = layer.apply(
      params,
      tensor(
        [
          [3, 0],
          [3, 1],
        ],
        "i32",
      ),
    );
    const table = params.weight?.data ?? [];
    expect(y.shape).toEqual([2, 2, 2]);
    expect(dataOf(y)).toEqual([table[6], table[7], 0, 0, table[6], table[7], table[2], table[3]]);
  });

  it("adds up the gradients of repeated symbols and gives the padding none", () => {
    const symbols = tensor([3, 0, 3], "i32");
    const cotangent = tensor(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      "f64",
    );
    const gradient = grad((p: Params) => sum(mul(layer.apply(p, symbols), cotangent)))(params);
    expect(dataOf(gradient.weight)).toEqual([0, 0, 0, 0, 0, 0, 6, 8, 0, 0]);
  });

  it("refuses a padding that is no symbol", () => {
    expect(() => embedding({ count: 5, size: 2, padding: 5 })).toThrowError(
      expect.objectContaining({ code: "embedding-padding" }),
    );
  });
});

describe("dropout", () => {
  const key = keyTensor(rng(8));
  const training = { training: true, key };

  it("keeps the share it says, scaled so that the mean stays, and nothing happens outside training", () => {
    const x = ones([100_000]);
    const y = dataOf(dropout({ share: 0.3 }).apply({}, x, training));
    const kept = y.filter((v) => v !== 0);
    expect(Math.abs(kept.length / y.length - 0.7)).toBeLessThan(0.01);
    expect(new Set(kept)).toEqual(new Set([Math.fround(1 / 0.7)]));
    expect(dropout({ share: 0.3 }).apply({}, x)).toBe(x);
  });

  it("sends gradients through the same mask", () => {
    const layer = dropout({ share: 0.5 });
    const x = normal(rng(1), [50], "f64");
    const y = dataOf(layer.apply({}, x, training));
    const gradient = dataOf(grad((v: Value) => sum(layer.apply({}, v, training)))(x));
    expect(gradient).toEqual(y.map((v) => (v === 0 ? 0 : 2)));
  });

  it("0 is the identity, 1 gives zeros without NaN", () => {
    const x = normal(rng(1), [4], "f64");
    expect(dropout({ share: 0 }).apply({}, x, training)).toBe(x);
    expect(dataOf(dropout({ share: 1 }).apply({}, x, training))).toEqual([0, 0, 0, 0]);
    expect(dataOf(grad((v: Value) => sum(dropout({ share: 1 }).apply({}, v, training)))(x))).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it("another key drops others", () => {
    const layer = dropout({ share: 0.5 });
    const other = { training: true, key: foldKey(key, 1) };
    expect(dataOf(layer.apply({}, ones([64]), other))).not.toEqual(
      dataOf(layer.apply({}, ones([64]), training)),
    );
  });

  it("asks for a key, and for a share", () => {
    expect(() => dropout({ share: 0.5 }).apply({}, ones([2]), { training: true })).toThrowError(
      expect.objectContaining({ code: "key-missing" }),
    );
    expect(() => dropout({ share: 30 })).toThrowError(expect.objectContaining({ code: "share-range" }));
  });
});

describe("normalisation", () => {
  it("layerNorm and rmsNorm give unit size", () => {
    const x = normal(rng(1), [3, 8], "f64");
    const centred = dataOf(layerNorm({ size: 8, affine: false, epsilon: 0 }).apply({}, x)).slice(0, 8);
    expect(centred.reduce((sum, v) => sum + v, 0)).toBeCloseTo(0, 12);
    expect(centred.reduce((sum, v) => sum + v * v, 0) / 8).toBeCloseTo(1, 12);
    const layer = rmsNorm({ size: 8, epsilon: 0 });
    const scaled = dataOf(layer.apply(layer.init(rng(1), "f64"), x)).slice(0, 8);
    expect(scaled.reduce((sum, v) => sum + v * v, 0) / 8).toBeCloseTo(1, 12);
  });

  it("batchNorm's running statistics become those of the data", () => {
    const layer = batchNorm({ size: 2 });
    let params: Params = layer.init(rng(1), "f64");
    const data = normal(rng(2), [400, 2], "f64", 3, 2);
    for (let epoch = 0; epoch < 60; epoch++) {
      const order = permutation(rng(100 + epoch), 400);
      const rows = Float64Array.from(
        { length: 80 },
        (_, i) => data.data[2 * (order[i >> 1] ?? 0) + (i & 1)] ?? 0,
      );
      params = { ...params, ...layer.statistics(params, new Tensor("f64", [40, 2], rows)) };
    }
    for (const mean of dataOf(params.running_mean)) expect(Math.abs(mean - 3)).toBeLessThan(0.4);
    for (const variance of dataOf(params.running_var)) expect(Math.abs(variance - 4)).toBeLessThan(1);
    const used = dataOf(layer.apply(params, data));
    expect(Math.abs(used.reduce((sum, v) => sum + v, 0) / used.length)).toBeLessThan(0.2);
  });
});

describe("conv1d", () => {
  const layer = conv1d({ input: 2, output: 3, width: 3, dilation: 2 });
  const params = layer.init(rng(1), "f64");
  const x = normal(rng(2), [7, 2, 2], "f64");

  it("an output sees no later step", () => {
    const isLate = reshape(less(3, arange(0, 7)), [7, 1, 1]);
    const later = add(x, where(isLate, 1, 0));
    const [before, after] = [layer.apply(params, x), layer.apply(params, later)];
    expectClose(slice(after, 0, 0, 4), slice(before, 0, 0, 4));
    expect(dataOf(slice(after, 0, 4, 5))).not.toEqual(dataOf(slice(before, 0, 4, 5)));
  });

  it("a batch is its sequences one by one, and the batch may come first", () => {
    const both = layer.apply(params, x);
    expectClose(layer.apply(params, sequence(x, 1)), sequence(both, 1));
    const first = conv1d({ input: 2, output: 3, width: 3, dilation: 2, batchFirst: true });
    expectClose(first.apply(params, permute(x, [1, 0, 2])), permute(both, [1, 0, 2]));
  });

  it("keeps or shortens time as asked", () => {
    const steps = (padding: "causal" | "same" | "none", stride = 1) => {
      const c = conv1d({ input: 2, output: 1, width: 4, padding, stride });
      return c.apply(c.init(rng(1)), zeros([9, 1, 2])).shape[0];
    };
    expect([steps("causal"), steps("same"), steps("none"), steps("causal", 2)]).toEqual([9, 9, 6, 5]);
  });
});
