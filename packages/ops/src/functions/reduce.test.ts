import { full, normal, rng, tensor, uniform } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  amax,
  amin,
  argmax,
  argmin,
  argsort,
  cumprod,
  cumsum,
  logSoftmax,
  logSumExp,
  max,
  mean,
  min,
  norm,
  prod,
  reshape,
  slice,
  softmax,
  sort,
  std,
  sum,
  topk,
  variance,
} from "../index.ts";
import { expectNear, nested } from "../testing/values.ts";

const { POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: low, NaN: nan } = Number;

describe("reductions", () => {
  it("over several axes equal one axis after another, the last first", () => {
    const shape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(shape, (shape) => {
        const x = uniform(rng(1), shape, "f64", 0.5, 1.5);
        for (const f of [sum, mean, prod, amax, amin, logSumExp]) expectNear(f(x, [0, 2]), f(f(x, 2), 0));
        for (const f of [sum, mean, prod, amax, amin, logSumExp, norm]) {
          expectNear(f(x, [1, 2]), f(reshape(x, [shape[0] ?? 1, -1]), 1));
          expectNear(reshape(f(x, 1, { keepDims: true }), [shape[0] ?? 1, shape[2] ?? 1]), f(x, 1));
        }
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it("over nothing: sum 0, product 1, mean NaN, norm 0, and no largest entry", () => {
    const x = full([2, 0], 1);
    expect(nested(sum(x, 1))).toEqual([0, 0]);
    expect(nested(prod(x, 1))).toEqual([1, 1]);
    expect(nested(mean(x, 1))).toEqual([nan, nan]);
    expect(nested(norm(x, 1))).toEqual([0, 0]);
    expect(() => amax(x, 1)).toThrow(expect.objectContaining({ code: "empty-axis" }));
    expect(() => argmax(x, 1)).toThrow(expect.objectContaining({ code: "empty-axis" }));
    expect(amax(x, 0).shape).toEqual([0]);
    expect(argmax(x, 0).shape).toEqual([0]);
  });

  it("NaN wins over every number", () => {
    const x = tensor([
      [1, nan, 9],
      [3, 2, 1],
    ]);
    expect(nested(amax(x, 1))).toEqual([nan, 3]);
    expect(nested(amin(x, 1))).toEqual([nan, 1]);
    expect(nested(argmax(x, 1))).toEqual([1, 0]);
    expect(nested(argmin(x, 1))).toEqual([1, 2]);
    expect(nested(max(x, 0).values)).toEqual([3, nan, 9]);
    expect(nested(min(x, 0).indices)).toEqual([0, 0, 1]);
  });

  it("of all entries, the place is in row-major order", () => {
    expect(
      nested(
        argmax(
          tensor([
            [1, 2],
            [5, 3],
          ]),
        ),
      ),
    ).toBe(2);
    expect(
      nested(
        argmin(
          tensor([
            [4, 2],
            [1, 3],
          ]),
        ),
      ),
    ).toBe(2);
  });

  it("sums truth values to a count, and i32 in i32", () => {
    expect(sum(tensor([true, true])).dtype).toBe("i32");
    expect(nested(sum(tensor([true, true])))).toBe(2);
    expect(nested(mean(tensor([1, 2], "i32")))).toBe(1.5);
    expect(sum(tensor(true))).toEqual(tensor(1, "i32"));
    expect(sum(tensor([true]), [])).toEqual(tensor([1], "i32"));
    expect(nested(mean(tensor([2e9, 2e9, 2e9], "i32")))).toBe(2e9); // the sum does not fit into 32 bits
  });

  it("finds the smallest among truth values and down to the lowest i32", () => {
    const [truths, whole] = [tensor([true, false, true]), tensor([5, -(2 ** 31), 2 ** 31 - 1], "i32")];
    expect(amin(truths)).toEqual(tensor(false));
    expect(amin(slice(truths, 0, 0, 1))).toEqual(tensor(true));
    expect(nested(argmin(truths))).toBe(1);
    expect(min(truths, 0)).toEqual({ values: tensor(false), indices: tensor(1, "i32") });
    expect(amin(whole)).toEqual(tensor(-(2 ** 31), "i32"));
    expect(nested(argmin(whole))).toBe(1);
    expect(amax(truths)).toEqual(tensor(true));
  });
});

describe("variance", () => {
  it("does not lose its digits to a large mean", () => {
    const x = tensor([1e6, 1e6 + 1, 1e6 + 2]);
    expect(nested(variance(x))).toBe(1);
    expect(nested(std(x, 0, { unbiased: false }))).toBeCloseTo(Math.sqrt(2 / 3), 6);
  });

  it("of one entry is NaN unless the bias is accepted", () => {
    expect(nested(variance(tensor([3])))).toBe(nan);
    expect(nested(variance(tensor([3]), 0, { unbiased: false }))).toBe(0);
  });
});

describe("norms", () => {
  const x = tensor([3, -4], "f64");
  it.each([
    [1, 7],
    [2, 5],
    [3, 91 ** (1 / 3)],
    [inf, 4],
  ])("of order %d", (p, want) => {
    expect(nested(norm(x, 0, { p }))).toBeCloseTo(want, 12);
  });

  it("of huge, tiny and infinite entries", () => {
    expect(nested(norm(tensor([3e30, 4e30])))).toBeCloseTo(5e30, -25);
    expect(nested(norm(tensor([3e-30, 4e-30], "f64")))).toBeCloseTo(5e-30, 42);
    expect(nested(norm(tensor([low, 1])))).toBe(inf);
    expect(nested(norm(tensor([nan, 1])))).toBe(nan);
  });

  it("refuses an order that is no norm", () => {
    expect(() => norm(x, 0, { p: 0 })).toThrow(expect.objectContaining({ code: "norm-order" }));
  });
});

describe("softmax and its kin", () => {
  it("do not change when a constant is added, and do not overflow", () => {
    expectNear(softmax(tensor([1, 2, 3], "f64")), softmax(tensor([1001, 1002, 1003], "f64")));
    expectNear(logSoftmax(tensor([1e4, 0, -1e4])), tensor([0, -1e4, -2e4]));
    expect(nested(logSumExp(tensor([1000, 1000], "f64")))).toBeCloseTo(1000 + Math.log(2), 10);
  });

  it("take -Infinity for an entry that is not there", () => {
    expectNear(softmax(tensor([low, 0, 0])), tensor([0, 0.5, 0.5]));
    expect(
      nested(
        logSumExp(
          tensor([
            [low, low],
            [low, 1],
          ]),
          1,
        ),
      ),
    ).toEqual([low, 1]);
    expect(nested(logSumExp(tensor([inf, 1])))).toBe(inf);
  });

  it("give nothing for nothing", () => {
    expect(softmax(full([2, 0], 1)).shape).toEqual([2, 0]);
    expect(logSoftmax(full([0, 2], 1), 0).shape).toEqual([0, 2]);
    expect(softmax(full([0, 2], 1)).shape).toEqual([0, 2]);
    expect(nested(logSumExp(full([2, 0], 1), 1))).toEqual([low, low]);
    expect(() => softmax(full([2, 0], 1), 2)).toThrow("softmax: axis 2");
    expect(() => logSoftmax(full([2, 0], 1), 2)).toThrow("logSoftmax: axis 2");
  });
});

describe("running sums and products", () => {
  const x = tensor(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    "i32",
  );
  it("along either axis", () => {
    expect(nested(cumsum(x, 1))).toEqual([
      [1, 3, 6],
      [4, 9, 15],
    ]);
    expect(nested(cumsum(x, 0))).toEqual([
      [1, 2, 3],
      [5, 7, 9],
    ]);
    expect(nested(cumprod(x, 1))).toEqual([
      [1, 2, 6],
      [4, 20, 120],
    ]);
    expect(nested(cumprod(x, 0))).toEqual([
      [1, 2, 3],
      [4, 10, 18],
    ]);
  });

  it("end in the sum and the product, for any length", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 33 }), (n) => {
        const line = uniform(rng(n), [n], "f64", 0.5, 1.5);
        expectNear(slice(cumsum(line, 0), 0, -1), sum(line, 0, { keepDims: true }));
        expectNear(slice(cumprod(line, 0), 0, -1), prod(line, 0, { keepDims: true }));
        expectNear(
          prod(line),
          tensor(
            Array.from(line.data).reduce((a, b) => a * b, 1),
            "f64",
          ),
        );
      }),
      { numRuns: 33, seed: 1 },
    );
  });
});

describe("sorting", () => {
  const x = tensor([
    [2, nan, 1, 2],
    [0, -1, low, inf],
  ]);

  it("keeps the order of equal entries, NaN last or first", () => {
    expect(nested(argsort(x))).toEqual([
      [2, 0, 3, 1],
      [2, 1, 0, 3],
    ]);
    expect(nested(argsort(x, 1, { descending: true }))).toEqual([
      [1, 0, 3, 2],
      [3, 0, 1, 2],
    ]);
    expect(nested(sort(x, 0).values)).toEqual([
      [0, -1, low, 2],
      [2, nan, 1, inf],
    ]);
  });

  it("sorts any line as Array.sort does, along any axis", () => {
    const line = normal(rng(1), [20, 3], "f64");
    const columns = [0, 1, 2].map((c) =>
      Array.from(line.data)
        .filter((_, i) => i % 3 === c)
        .sort((a, b) => a - b),
    );
    expect(nested(sort(line, 0).values)).toEqual(
      Array.from({ length: 20 }, (_, r) => columns.map((c) => c[r])),
    );
  });

  it("gives the k largest with their places", () => {
    expect(nested(topk(tensor([3, 1, 4, 1, 5]), 2).values)).toEqual([5, 4]);
    expect(nested(topk(tensor([3, 1, 4, 1, 5]), 2).indices)).toEqual([4, 2]);
    expect(() => topk(tensor([1, 2]), 3)).toThrow(expect.objectContaining({ code: "topk-count" }));
  });
});
