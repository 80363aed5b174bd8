import { fromData, normal, rng, tensor, toNested, zeros } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  attention,
  batchNorm,
  concrete,
  conv1d,
  layerNorm,
  matmul,
  mul,
  permute,
  reshape,
  slice,
  softmax,
  tril,
} from "../index.ts";
import { expectNear, numbers } from "../testing/values.ts";

describe("conv1d", () => {
  it("agrees with the sum that defines it", () => {
    const small = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(
        small,
        small,
        small,
        fc.constantFrom(1, 2),
        fc.nat(2),
        fc.nat(2),
        (kernel, stride, dilation, groups, before, after) => {
          const [B, I, O, T] = [2, 4, 6, 7];
          const x = normal(rng(1), [B, I, T], "f64");
          const weight = normal(rng(2), [O, I / groups, kernel], "f64");
          const bias = normal(rng(3), [O], "f64");
          const y =
            concrete(conv1d(x, weight, { bias, stride, dilation, groups, padding: [before, after] })) ?? x;
          const steps = Math.floor((T + before + after - dilation * (kernel - 1) - 1) / stride) + 1;
          expect(y.shape).toEqual([B, O, steps]);
          for (let b = 0; b < B; b++)
            for (let o = 0; o < O; o++)
              for (let t = 0; t < steps; t++) {
                let want = bias.data[o] ?? 0;
                for (let i = 0; i < I / groups; i++)
                  for (let k = 0; k < kernel; k++) {
                    const at = stride * t + dilation * k - before;
                    const channel = Math.floor(o / (O / groups)) * (I / groups) + i;
                    const input = at < 0 || at >= T ? 0 : (x.data[(b * I + channel) * T + at] ?? 0);
                    want += (weight.data[(o * (I / groups) + i) * kernel + k] ?? 0) * input;
                  }
                expect(y.data[(b * O + o) * steps + t]).toBeCloseTo(want, 10);
              }
        },
      ),
      { numRuns: 25, seed: 1 },
    );
  });

  it("never looks ahead when causal", () => {
    const weight = normal(rng(2), [2, 3, 3]);
    const x = normal(rng(1), [1, 3, 8]);
    const changed = add(x, mul(normal(rng(4), [1, 3, 8]), tensor([0, 0, 0, 0, 0, 1, 1, 1])));
    const options = { dilation: 2, padding: "causal" } as const;
    const [y, z] = [conv1d(x, weight, options), conv1d(changed, weight, options)];
    expect(y.shape).toEqual([1, 2, 8]);
    expect(numbers(slice(y, 2, 0, 5))).toEqual(numbers(slice(z, 2, 0, 5)));
    expect(numbers(slice(y, 2, 5))).not.toEqual(numbers(slice(z, 2, 5)));
  });

  it("names the axis that does not fit", () => {
    expect(() => conv1d(zeros([1, 4, 5]), zeros([2, 3, 2]))).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: conv1d weight: [2, 3, 2] has I = 3, but I is 4
        help: expected [O, I = 4, K]]
    `);
    expect(() => conv1d(zeros([1, 4, 5]), zeros([3, 2, 2]), { groups: 2 })).toThrow("2 groups");
    for (const groups of [3, 0, -2, 0.5, Number.NaN])
      expect(() => conv1d(zeros([1, 4, 5]), zeros([6, 2, 2]), { groups })).toThrow(`${groups} groups`);
    expect(() => conv1d(zeros([1, 4, 5]), zeros([2, 4, 2]), { bias: zeros([3]) })).toThrow("conv1d bias");
  });
});

describe("normalisation", () => {
  it("layerNorm gives rows of mean 0 and variance 1, then factor and shift", () => {
    const x = normal(rng(1), [4, 16], "f64", 5, 3);
    const y = concrete(layerNorm(x, { epsilon: 0 }))?.data ?? [];
    for (let r = 0; r < 4; r++) {
      const row = Array.from(y).slice(r * 16, (r + 1) * 16);
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 10);
      expect(row.reduce((a, b) => a + b * b, 0)).toBeCloseTo(16, 10);
    }
    const [weight, bias] = [normal(rng(2), [16], "f64"), normal(rng(3), [16], "f64")];
    expectNear(layerNorm(x, { weight, bias }), add(mul(layerNorm(x), weight), bias));
  });

  it("layerNorm refuses a factor that would broadcast into another result", () => {
    expect(() => layerNorm(zeros([4, 3]), { weight: zeros([4, 1]) })).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: layerNorm: the weight is [4, 1], the last 1 axes of x are [3]
        help: give it the shape of the axes that are normalised together; see the option axes]
    `);
    expect(() => layerNorm(zeros([4, 3]), { axes: 2, bias: zeros([3]) })).toThrow("the bias is [3]");
    expect(layerNorm(zeros([4, 3]), { axes: 2, bias: zeros([4, 3]) }).shape).toEqual([4, 3]);
  });

  it("layerNorm of a constant row is 0, not a division by 0", () => {
    expect(numbers(layerNorm(tensor([[7, 7, 7]])))).toEqual([0, 0, 0]);
  });

  it("batchNorm is layerNorm with the other axes, and uses given statistics", () => {
    const x = normal(rng(1), [5, 3, 4], "f64");
    const { y, statistics } = batchNorm(x);
    const turned = reshape(permute(x, [1, 0, 2]), [3, 20]);
    expectNear(reshape(permute(y, [1, 0, 2]), [3, 20]), layerNorm(turned));
    expectNear(batchNorm(x, { statistics }).y, y);
    expectNear(batchNorm(permute(x, [0, 2, 1]), { axis: -1 }).y, permute(y, [0, 2, 1]));
  });
});

describe("attention", () => {
  const [q, k, v] = [
    normal(rng(1), [2, 3, 4], "f64"),
    normal(rng(2), [2, 5, 4], "f64"),
    normal(rng(3), [2, 5, 6], "f64"),
  ];

  it("weighs values by the softmax of scaled products", () => {
    expectNear(attention(q, k, v), matmul(softmax(mul(matmul(q, k, { transposeB: true }), 0.5)), v));
  });

  it("with a causal mask never looks ahead", () => {
    const x = normal(rng(4), [3, 4], "f64");
    const mask = tril(
      tensor([
        [true, true, true],
        [true, true, true],
        [true, true, true],
      ]),
    );
    expectNear(slice(attention(x, x, x, { mask }), 0, 0, 1), slice(x, 0, 0, 1)); // the first step sees itself alone
    const two = slice(x, 0, 0, 2);
    expectNear(slice(attention(x, x, x, { mask }), 0, 1, 2), slice(attention(two, two, two), 0, 1));
  });
});

describe("matmul", () => {
  it("names both shapes and how they are read", () => {
    expect(() => matmul(zeros([2, 3]), zeros([2, 4]))).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: matmul: [2, 3] has 3 columns, [2, 4] has 2 rows
        help: the columns of the left must be the rows of the right]
    `);
    expect(() => matmul(zeros([2, 3]), zeros([3, 4]), { transposeA: true })).toThrow(
      "[2, 3] transposed has 2 columns",
    );
    expect(() => matmul(tensor(1), zeros([2]))).toThrow("a scalar has no columns");
  });

  it("counts truth values, more than fit into a byte", () => {
    const truths = fromData(new Uint8Array(300).fill(1));
    expect(matmul(truths, truths)).toEqual(tensor(300, "i32"));
  });

  it("gives zeros over an empty inner axis", () => {
    expect(toNested(concrete(matmul(zeros([2, 0]), zeros([0, 2]))) ?? zeros([]))).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});
