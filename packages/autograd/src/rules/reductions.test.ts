import type { Value } from "@seqloom/ops";
import * as ops from "@seqloom/ops";
import {
  fold,
  fromData,
  normal,
  permutation,
  type Rng,
  rng,
  type Shape,
  sizeOf,
  type Tensor,
} from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRule } from "../check-rule.ts";

/** A shape with axes of size 0 and 1, and which of its axes are reduced. */
const cases = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.boolean()), { maxLength: 3 })
  .map((axes) => ({
    shape: axes.map(([n]) => n),
    axes: axes.flatMap(([, isReduced], i) => (isReduced ? [i] : [])),
  }));
const lines = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }), fc.nat(2))
  .map(([shape, axis]) => ({ shape, axis: axis % shape.length }));
const seeds = fc.integer({ min: 0, max: 1e6 }).map(rng);

const any = (key: Rng, shape: Shape): Tensor => normal(key, shape, "f64");
/** No two entries closer than 0.1, none at 0: no tie within the step of the differences. */
const distinct = (key: Rng, shape: Shape): Tensor => {
  const order = permutation(key, sizeOf(shape));
  return fromData(
    Float64Array.from(order, (i) => (i - order.length / 2 + 0.25) / 4),
    shape,
  );
};

type Reduce = (x: Value, axes: readonly number[], keepDims: boolean) => Value;

/** With what an empty or single axis means for each: nothing to compare where the result is no number. */
const overAxes: Readonly<
  Record<string, readonly [Reduce, (key: Rng, shape: Shape) => Tensor, least: number]>
> = {
  amax: [(x, axes, keepDims) => ops.amax(x, axes, { keepDims }), distinct, 1],
  amin: [(x, axes, keepDims) => ops.amin(x, axes, { keepDims }), distinct, 1],
  logSumExp: [(x, axes, keepDims) => ops.logSumExp(x, axes, { keepDims }), any, 1],
  mean: [(x, axes, keepDims) => ops.mean(x, axes, { keepDims }), any, 1],
  "norm of order 1": [(x, axes, keepDims) => ops.norm(x, axes, { p: 1, keepDims }), distinct, 0],
  "norm of order 2": [(x, axes, keepDims) => ops.norm(x, axes, { keepDims }), distinct, 1],
  "norm of order 3": [(x, axes, keepDims) => ops.norm(x, axes, { p: 3, keepDims }), distinct, 1],
  "norm of order Infinity": [
    (x, axes, keepDims) =>
      ops.norm(ops.add(ops.mul(x, x), x), axes, { p: Number.POSITIVE_INFINITY, keepDims }),
    distinct,
    1,
  ],
  prod: [(x, axes, keepDims) => ops.prod(x, axes, { keepDims }), any, 0],
  std: [(x, axes, keepDims) => ops.std(x, axes, { keepDims }), any, 2],
  sum: [(x, axes, keepDims) => ops.sum(x, axes, { keepDims }), any, 0],
  "variance, biased": [(x, axes, keepDims) => ops.variance(x, axes, { unbiased: false, keepDims }), any, 1],
  "variance, unbiased": [(x, axes, keepDims) => ops.variance(x, axes, { keepDims }), any, 2],
};

describe.each(Object.entries(overAxes))("%s over axes", (_, [f, sample, least]) => {
  it("has the first and second derivatives of central differences", () => {
    fc.assert(
      fc.property(cases, seeds, fc.boolean(), ({ shape, axes }, key, keepDims) => {
        const count = axes.reduce((n, axis) => n * (shape[axis] ?? 0), 1);
        fc.pre(count >= least && (sizeOf(shape) > 0 || least === 0));
        const { first, second } = checkRule((x) => f(x, axes, keepDims), [sample(key, shape)], fold(key, 3));
        expect(first.worst, first.at).toBeLessThan(1e-6);
        expect(second.worst, second.at).toBeLessThan(1e-6);
      }),
      { numRuns: 15, seed: 1 },
    );
  });
});

type Along = (x: Value, axis: number) => Value;

const along: Readonly<Record<string, readonly [Along, (key: Rng, shape: Shape) => Tensor]>> = {
  cumprod: [ops.cumprod, any],
  cumsum: [ops.cumsum, any],
  logSoftmax: [ops.logSoftmax, any],
  max: [(x, axis) => ops.max(x, axis).values, distinct],
  min: [(x, axis) => ops.min(x, axis, { keepDims: true }).values, distinct],
  softmax: [ops.softmax, any],
  sort: [(x, axis) => ops.sort(x, axis).values, distinct],
  "sort, descending": [(x, axis) => ops.sort(x, axis, { descending: true }).values, distinct],
  topk: [(x, axis) => ops.topk(x, 1, axis).values, distinct],
};

describe.each(Object.entries(along))("%s along an axis", (_, [f, sample]) => {
  it("has the first and second derivatives of central differences", () => {
    fc.assert(
      fc.property(lines, seeds, ({ shape, axis }, key) => {
        const { first, second } = checkRule((x) => f(x, axis), [sample(key, shape)], fold(key, 3));
        expect(first.worst, first.at).toBeLessThan(1e-6);
        expect(second.worst, second.at).toBeLessThan(1e-6);
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});

describe("running products", () => {
  it("have a gradient through zeros", () => {
    const zeros = fromData(Float64Array.of(2, 0, 3, 0, 4), [5]);
    const { first, second } = checkRule((x) => ops.cumprod(x, 0), [zeros], rng(1));
    expect(first.worst, first.at).toBeLessThan(1e-6);
    expect(second.worst, second.at).toBeLessThan(1e-6);
  });
});
