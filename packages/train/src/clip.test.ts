import type { Params } from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import { normal, rng, Tensor, tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { clipByNorm, clipByValue, gradientNorm } from "./index.ts";

function dataOf(value: Value | undefined): number[] {
  return value instanceof Tensor ? [...value.data] : [];
}

const gradients: Params = { a: tensor([3, 0], "f64"), b: tensor([[-4]], "f64") };

describe("clipByNorm", () => {
  it("brings the common norm down to the bound and reports what it was", () => {
    const { gradients: clipped, norm } = clipByNorm(gradients, 1);
    expect(dataOf(norm)).toEqual([5]);
    expect(dataOf(clipped.a)[0]).toBeCloseTo(0.6, 6);
    expect(dataOf(clipped.b)[0]).toBeCloseTo(-0.8, 6);
  });

  it("leaves small gradients alone, zeros too", () => {
    expect(dataOf(clipByNorm(gradients, 10).gradients.a)).toEqual([3, 0]);
    expect(dataOf(clipByNorm({ a: tensor([0, 0]) }, 1).gradients.a)).toEqual([0, 0]);
  });

  it("knows other norms", () => {
    expect(dataOf(gradientNorm(gradients, 1))).toEqual([7]);
    expect(dataOf(gradientNorm(gradients, Number.POSITIVE_INFINITY))).toEqual([4]);
    expect(dataOf(gradientNorm(gradients, 3))[0]).toBeCloseTo(91 ** (1 / 3), 12);
  });

  it("clips gradients whose squares f32 cannot hold", () => {
    const { gradients: clipped, norm } = clipByNorm({ a: tensor([3e30, 4e30]) }, 1);
    expect(dataOf(norm)[0]).toBeCloseTo(5e30, -25);
    expect(dataOf(clipped.a)[0]).toBeCloseTo(0.6, 6);
    expect(dataOf(clipped.a)[1]).toBeCloseTo(0.8, 6);
  });

  it("never hides NaN", () => {
    expect(dataOf(clipByNorm({ a: tensor([Number.NaN, 1]) }, 1).norm)).toEqual([Number.NaN]);
  });

  it("the norm of the parts is the norm of the whole", () => {
    const x = normal(rng(1), [50], "f64");
    const parts = { a: tensor(dataOf(x).slice(0, 20), "f64"), b: tensor(dataOf(x).slice(20), "f64") };
    expect(dataOf(gradientNorm(parts))[0]).toBeCloseTo(Math.hypot(...dataOf(x)), 12);
  });

  it("refuses a bound of 0", () => {
    expect(() => clipByNorm(gradients, 0)).toThrowError(expect.objectContaining({ code: "clip-bound" }));
  });
});

it("clipByValue cuts each entry", () => {
  expect(dataOf(clipByValue({ a: tensor([-2, 0.5, 9]) }, 1).a)).toEqual([-1, 0.5, 1]);
});
