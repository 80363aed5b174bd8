import * as ops from "@seqloom/ops";
import { sum, type Value } from "@seqloom/ops";
import { type Nested, tensor, toNested } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { grad } from "../grad.ts";

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

/** The derivative at single points, by entry. */
function slopes(f: (x: Value) => Value, points: readonly number[], dtype: "f32" | "f64" = "f64"): Nested {
  const gradient = grad((x: Value) => sum(f(x)))(tensor(points, dtype));
  const known = ops.concrete(gradient);
  return known === undefined ? [] : toNested(known);
}

describe("derivatives at corners", () => {
  const corners: Readonly<
    Record<string, readonly [(x: Value) => Value, readonly number[], readonly number[]]>
  > = {
    "abs has slope 0 at 0": [ops.abs, [-1, 0, 1], [-1, 0, 1]],
    "relu has slope 0 at 0": [ops.relu, [-1, 0, 1], [0, 0, 1]],
    "leakyRelu has its slope at 0": [(x) => ops.leakyRelu(x, 0.25), [-1, 0, 1], [0.25, 0.25, 1]],
    "elu has slope alpha at 0": [(x) => ops.elu(x, 2), [0, 1], [2, 1]],
    "clamp keeps the gradient at its bounds": [
      (x) => ops.clamp(x, -1, 1),
      [-1.5, -1, 0, 1, 1.5],
      [0, 1, 1, 1, 0],
    ],
    "hardsigmoid has none at its corners": [ops.hardsigmoid, [-3, 0, 3], [0, 1 / 6, 0]],
    "softplus has slope 1/2 at 0": [ops.softplus, [0], [0.5]],
    "maximum shares a tie by halves": [(x) => ops.maximum(x, 1), [0, 1, 2], [0, 0.5, 1]],
    "minimum shares a tie by halves": [(x) => ops.minimum(x, 1), [0, 1, 2], [1, 0.5, 0]],
    "sign and the rounding functions have none": [
      (x) => ops.mul(x, ops.add(ops.sign(x), ops.add(ops.floor(x), ops.add(ops.ceil(x), ops.round(x))))),
      [1.25, -1.25],
      [1 + 1 + 2 + 1, -1 - 2 - 1 - 1],
    ],
    "stopGradient makes a constant": [(x) => ops.mul(x, ops.stopGradient(x)), [3], [3]],
    "x^0 is constant, also at 0": [(x) => ops.pow(x, 0), [0, 2], [0, 0]],
    "x^1 has slope 1 at 0": [(x) => ops.pow(x, 1), [0, -2], [1, 1]],
    "0^b is constant for b > 0": [(b) => ops.pow(0, b), [1, 2], [0, 0]],
    "the norm has slope 0 at 0": [(x) => ops.norm(x), [0, 0], [0, 0]],
    "the norm of other orders too": [(x) => ops.norm(x, 0, { p: 3 }), [0, 0], [0, 0]],
    "the standard deviation has slope 0 where it is 0": [(x) => ops.std(x), [4, 4, 4], [0, 0, 0]],
    "amax shares a tie": [(x) => ops.amax(x), [2, 1, 2], [0.5, 0, 0.5]],
    "amin shares a tie": [(x) => ops.amin(x), [2, 1, 1], [0, 0.5, 0.5]],
    "max gives a tie to the first": [(x) => ops.max(x, 0).values, [2, 1, 2], [1, 0, 0]],
    "min gives a tie to the first": [(x) => ops.min(x, 0).values, [2, 1, 1], [0, 1, 0]],
    "a product sees past one 0": [(x) => ops.prod(x), [2, 0, 3], [0, 6, 0]],
    "a product of two 0s is flat": [(x) => ops.prod(x), [0, 0, 3], [0, 0, 0]],
  };
  it.each(Object.entries(corners))("%s", (_, [f, at, want]) => {
    expect(slopes(f, at).toString()).toBe(want.toString());
  });
});

describe("derivatives far out", () => {
  const far: Readonly<Record<string, readonly [(x: Value) => Value, readonly number[], readonly number[]]>> =
    {
      "elu does not overflow above 0": [ops.elu, [1000], [1]],
      "gelu ends in the lines 0 and x": [ops.gelu, [-1e20, 1e20], [0, 1]],
      "geluTanh too, where the cube overflows": [ops.geluTanh, [-1e30, 1e30], [0, 1]],
      "log(sigmoid) ends in the lines x and 0": [ops.logSigmoid, [-1e30, 1e30], [1, 0]],
      "mish ends in the lines 0 and x": [ops.mish, [-1e4, 1e4], [0, 1]],
      "sigmoid saturates": [ops.sigmoid, [-1e30, 1e30], [0, 0]],
      "silu ends in the lines 0 and x": [ops.silu, [-1e4, 1e4], [0, 1]],
      "softplus ends in the lines 0 and x": [ops.softplus, [-1e30, 1e30], [0, 1]],
      "tanh saturates": [ops.tanh, [-1e30, 1e30], [0, 0]],
      "logSumExp passes over -Infinity": [(x) => ops.logSumExp(x), [-inf, 0], [0, 1]],
      "softmax gives -Infinity nothing": [
        (x) => ops.mul(ops.softmax(x), tensor([1, 2, 3], "f64")),
        [-inf, 0, 0],
        [0, -0.25, 0.25],
      ],
      "the norm of huge numbers does not overflow": [(x) => ops.norm(x), [3e200, 4e200], [0.6, 0.8]],
      "the quotient by a huge number keeps its slope": [(x) => ops.div(1e200, x), [1e200], [-1e-200]],
    };
  it.each(Object.entries(far))("%s", (_, [f, at, want]) => {
    const got = slopes(f, at);
    want.forEach((w, i) => {
      const value = Array.isArray(got) ? got[i] : nan;
      expect(value).toBeCloseTo(w, 12);
    });
  });

  it("expm1 keeps its digits far below 0", () => {
    expect(slopes(ops.expm1, [-30], "f32").toString()).toBe(String(Math.fround(Math.exp(-30))));
  });
});
