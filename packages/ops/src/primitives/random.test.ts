import { fold, rng, tensor, uniform } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { concrete, foldKey, keyTensor, randomUniform } from "../index.ts";

describe("randomness in graphs", () => {
  it("draws the numbers of @seqloom/tensor's uniform", () => {
    for (const dtype of ["f32", "f64"] as const) {
      expect(randomUniform(keyTensor(rng(7)), [2, 5], dtype)).toEqual(uniform(rng(7), [2, 5], dtype));
    }
  });

  it("folds as @seqloom/tensor's fold, by a number or a value", () => {
    const want = keyTensor(fold(rng(7), 12));
    expect(foldKey(keyTensor(rng(7)), 12)).toEqual(want);
    expect(foldKey(keyTensor(rng(7)), tensor(12))).toEqual(want);
  });

  it("gives numbers in [0, 1) with the mean and variance of a uniform distribution", () => {
    const x = concrete(randomUniform(keyTensor(rng(1)), [20_000], "f64"))?.data ?? [];
    const mean = Array.from(x).reduce((a, b) => a + b, 0) / x.length;
    const variance = Array.from(x).reduce((a, b) => a + (b - mean) ** 2, 0) / x.length;
    expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...x)).toBeLessThan(1);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / x.length)); // four standard errors
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / x.length));
  });

  it("says how to make a key", () => {
    expect(() => randomUniform(tensor([1, 2]), [3])).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: randomUniform: a key is i32[2], this value is f32[2]
        help: make one with keyTensor(rng(seed))]
    `);
  });
});
