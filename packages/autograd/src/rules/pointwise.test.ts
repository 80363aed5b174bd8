import type { Value } from "@seqloom/ops";
import * as ops from "@seqloom/ops";
import { fold, fromData, normal, type Rng, rng, type Shape, type Tensor, uniform } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRule } from "../check-rule.ts";

/** Axes of size 0 and 1 included. */
const shapes = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 });
const seeds = fc.integer({ min: 0, max: 1e6 }).map(rng);

type Sample = (key: Rng, shape: Shape) => Tensor;

const any: Sample = (key, shape) => normal(key, shape, "f64");
const positive: Sample = (key, shape) => uniform(key, shape, "f64", 0.3, 3);
/** Away from 0, where many of these functions have a corner. */
const cornerless: Sample = (key, shape) => {
  const sizes = uniform(fold(key, 1), shape, "f64", 0.1, 2.8);
  const signs = uniform(fold(key, 2), shape, "f64", -1, 1);
  return fromData(
    sizes.data.map((size, i) => size * Math.sign(signs.data[i] ?? 1)),
    shape,
  );
};

const unary: Readonly<Record<string, readonly [(x: Value) => Value, Sample]>> = {
  abs: [ops.abs, cornerless],
  "clamp inside and outside": [(x) => ops.clamp(x, -3, 3), cornerless],
  cos: [ops.cos, any],
  elu: [(x) => ops.elu(x, 1.3), cornerless],
  erf: [ops.erf, any],
  exp: [ops.exp, any],
  expm1: [ops.expm1, any],
  gelu: [ops.gelu, any],
  geluTanh: [ops.geluTanh, any],
  hardsigmoid: [ops.hardsigmoid, cornerless],
  leakyRelu: [(x) => ops.leakyRelu(x, 0.2), cornerless],
  log: [ops.log, positive],
  log1p: [ops.log1p, positive],
  logSigmoid: [ops.logSigmoid, cornerless],
  mish: [ops.mish, cornerless],
  neg: [ops.neg, any],
  reciprocal: [ops.reciprocal, cornerless],
  relu: [ops.relu, cornerless],
  rsqrt: [ops.rsqrt, positive],
  sigmoid: [ops.sigmoid, any],
  silu: [ops.silu, any],
  sin: [ops.sin, any],
  softplus: [ops.softplus, cornerless],
  softsign: [ops.softsign, cornerless],
  sqrt: [ops.sqrt, positive],
  square: [(x) => ops.pow(x, 2), any],
  "cube of either sign": [(x) => ops.pow(x, 3), cornerless],
  tanh: [ops.tanh, any],
};

describe.each(Object.entries(unary))("%s", (_, [f, sample]) => {
  it("has the first and second derivatives of central differences", () => {
    fc.assert(
      fc.property(shapes, seeds, (shape, key) => {
        const { first, second } = checkRule(f, [sample(key, shape)], fold(key, 3));
        expect(first.worst, first.at).toBeLessThan(1e-6);
        expect(second.worst, second.at).toBeLessThan(1e-6);
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});

/** Two shapes that broadcast: axes of the second are dropped in front, or stretched from 1. */
const pairs = fc
  .tuple(shapes, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), fc.nat(3), fc.boolean())
  .map(([shape, stretched, dropped, swap]): readonly [Shape, Shape] => {
    const other = shape.map((n, i) => (stretched[i] ? 1 : n)).slice(dropped);
    return swap ? [other, shape] : [shape, other];
  });

const binary: Readonly<Record<string, readonly [(a: Value, b: Value) => Value, Sample, Sample]>> = {
  add: [ops.add, any, any],
  div: [ops.div, any, cornerless],
  maximum: [ops.maximum, any, any],
  minimum: [ops.minimum, any, any],
  mul: [ops.mul, any, any],
  pow: [ops.pow, positive, any],
  remainder: [(a, b) => ops.remainder(a, b), any, (key, shape) => uniform(key, shape, "f64", 5, 6)],
  sub: [ops.sub, any, any],
  where: [(a, b) => ops.where(ops.less(a, b), ops.mul(a, a), ops.mul(b, a)), any, any],
};

describe.each(Object.entries(binary))("%s", (_, [f, left, right]) => {
  it("has the first and second derivatives of central differences, broadcasting undone", () => {
    fc.assert(
      fc.property(pairs, seeds, ([a, b], key) => {
        const inputs = [left(fold(key, 1), a), right(fold(key, 2), b)];
        const { first, second } = checkRule(f, inputs, fold(key, 3));
        expect(first.worst, first.at).toBeLessThan(1e-6);
        expect(second.worst, second.at).toBeLessThan(1e-6);
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});
