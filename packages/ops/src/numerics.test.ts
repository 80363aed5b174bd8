/**
 * Errors of the transcendental functions on the plain device, in units in the last place, against fixed-point
 * arithmetic of 1,200 bits after the point.
 */
import { fromData, rng, uniform } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import * as ops from "./index.ts";
import { erfPrimitive } from "./primitives/erf.ts";
import { expPrimitive } from "./primitives/exp.ts";
import { logPrimitive } from "./primitives/log.ts";
import { sigmoidPrimitive } from "./primitives/sigmoid.ts";
import { tanhPrimitive } from "./primitives/tanh.ts";

const bits = 1200n;
const one = 1n << bits;

/** A double exactly. */
function fixed(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const exponent = view.getUint16(0) >> 4;
  const fraction = view.getBigUint64(0) & ((1n << 52n) - 1n);
  const whole = exponent === 0 ? fraction : fraction | (1n << 52n);
  const shift = BigInt(Math.max(1, exponent) - 1075) + bits;
  const size = shift >= 0n ? whole << shift : whole >> -shift;
  return x < 0 ? -size : size;
}

const times = (a: bigint, b: bigint) => (a * b) >> bits;
const over = (a: bigint, b: bigint) => (a << bits) / b;

/** Taylor series of x / 2^12, squared 12 times. */
function expOf(x: bigint): bigint {
  const small = x >> 12n;
  let term = one;
  let sum = one;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = times(term, small) / n;
    sum += term;
  }
  for (let i = 0; i < 12; i++) sum = times(sum, sum);
  return sum;
}

/** Two Newton steps from the double, each doubling its 50 right digits. */
function logOf(x: bigint, start: number): bigint {
  let y = fixed(start);
  for (let i = 0; i < 2; i++) y += over(x, expOf(y)) - one;
  return y;
}

/** Machin: 16 arctan(1/5) - 4 arctan(1/239). */
const pi = (() => {
  const arctanOfInverse = (n: bigint) => {
    let power = one / n;
    let sum = power;
    for (let k = 3n; power !== 0n; k += 2n) {
      power /= -n * n;
      sum += power / k;
    }
    return sum;
  };
  return 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n);
})();

function rootOf(x: bigint): bigint {
  let root = x;
  for (let next = (root + over(x, root)) / 2n; next < root; next = (root + over(x, root)) / 2n) root = next;
  return root;
}

/** DLMF 7.6.1. */
function erfOf(x: bigint): bigint {
  let power = x;
  let sum = x;
  for (let n = 1n; power !== 0n && power !== -1n; n++) {
    power = -times(power, times(x, x)) / n;
    sum += power / (2n * n + 1n);
  }
  return over(2n * sum, rootOf(pi));
}

/** |got - want| in units in the last place of the double next to `want`. */
function ulps(got: number, want: bigint): number {
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(got))));
  const unit = fixed(2 ** Math.max(exponent - 52, -1074));
  const off = ((fixed(got) - want) * 10_000n) / unit;
  return Math.abs(Number(off)) / 10_000;
}

const samples = (low: number, high: number) => Array.from(uniform(rng(1), [400], "f64", low, high).data);
const tiny = [1e-300, 1e-20, 1e-9, 1e-5, -1e-5, -1e-300];

describe("errors on the plain device, f64", () => {
  const functions: Readonly<
    Record<
      string,
      readonly [
        of: ((x: number) => number) | undefined,
        exact: (x: bigint, at: number) => bigint,
        at: readonly number[],
        bound: number,
      ]
    >
  > = {
    exp: [expPrimitive.pointwise, expOf, [...samples(-700, 700), ...samples(-1, 1), ...tiny], 1],
    log: [
      logPrimitive.pointwise,
      (x, at) => logOf(x, Math.log(at)),
      [...samples(0, 1e6), ...samples(0.5, 2), 1e-300, 1e-5],
      1,
    ],
    tanh: [
      tanhPrimitive.pointwise,
      (x) => {
        const e = expOf(2n * x);
        return over(e - one, e + one);
      },
      [...samples(-20, 20), ...samples(-1, 1), ...tiny],
      2,
    ],
    sigmoid: [
      sigmoidPrimitive.pointwise,
      (x) => over(one, one + expOf(-x)),
      [...samples(-700, 40), ...samples(-2, 2), ...tiny],
      3,
    ],
    erf: [
      erfPrimitive.pointwise,
      erfOf,
      [...samples(-6, 6), ...samples(-2.1, 2.1), ...tiny.filter((x) => Math.abs(x) > 1e-290)],
      4,
    ],
  };
  it.each(Object.entries(functions))("%s stays within its bound", (_, [of, exact, at, bound]) => {
    const worst = at.reduce(
      (most, x) => {
        const error = ulps(of?.(x) ?? Number.NaN, exact(fixed(x), x));
        return error > most.error ? { x, error } : most;
      },
      { x: 0, error: 0 },
    );
    expect(worst.error, `at ${worst.x}`).toBeLessThan(bound);
  });
});

const { POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: low, NaN: nan } = Number;

describe("special values, as IEEE 754 has them", () => {
  const unary: Readonly<
    Record<string, readonly [(x: ops.Value) => ops.Value, readonly number[], readonly number[]]>
  > = {
    abs: [ops.abs, [-0, low, nan], [0, inf, nan]],
    ceil: [ops.ceil, [-0.5, -0, 1.2, inf, nan], [-0, -0, 2, inf, nan]],
    clamp: [(x) => ops.clamp(x, -1, 1), [low, inf, nan], [-1, 1, nan]],
    "clamp to bounds the wrong way round": [(x) => ops.clamp(x, 2, 1), [0, 1.5, 3, nan], [1, 1, 1, nan]],
    erf: [ops.erf, [-0, low, inf, nan, 1e300], [-0, -1, 1, nan, 1]],
    exp: [ops.exp, [0, low, inf, nan, 710, -746], [1, 0, inf, nan, inf, 0]],
    expm1: [ops.expm1, [-0, low, inf, nan], [-0, -1, inf, nan]],
    floor: [ops.floor, [-0.5, -0, 1.8, low, nan], [-1, -0, 1, low, nan]],
    log: [ops.log, [0, -0, -1, inf, nan, 1], [low, low, nan, inf, nan, 0]],
    log1p: [ops.log1p, [-0, -1, -2, inf, nan], [-0, low, nan, inf, nan]],
    reciprocal: [ops.reciprocal, [0, -0, inf, nan], [inf, low, 0, nan]],
    relu: [ops.relu, [low, -1, inf, nan], [0, 0, inf, nan]],
    round: [
      ops.round,
      [0.5, 1.5, 2.5, -0.5, -1.5, -0.2, 0.49999999999999994, 2 ** 52 + 1, inf, nan],
      [0, 2, 2, -0, -2, -0, 0, 2 ** 52 + 1, inf, nan],
    ],
    sigmoid: [ops.sigmoid, [0, low, inf, nan], [0.5, 0, 1, nan]],
    sign: [ops.sign, [-0, low, inf, nan], [-0, -1, 1, nan]],
    sqrt: [ops.sqrt, [-0, -1, inf, nan], [-0, nan, inf, nan]],
    tanh: [ops.tanh, [-0, low, inf, nan], [-0, -1, 1, nan]],
  };
  it.each(Object.entries(unary))("%s", (_, [f, at, want]) => {
    expect(ops.concrete(f(fromData(Float64Array.from(at))))?.data).toEqual(Float64Array.from(want));
  });

  type Binary = (a: ops.Value, b: ops.Value) => ops.Value;
  const binary: Readonly<
    Record<string, readonly [Binary, readonly (readonly [a: number, b: number, want: number])[]]>
  > = {
    div: [
      ops.div,
      [
        [1, 0, inf],
        [1, -0, low],
        [0, 0, nan],
        [inf, inf, nan],
        [1, inf, 0],
      ],
    ],
    equal: [
      ops.equal,
      [
        [nan, nan, 0],
        [0, -0, 1],
        [inf, inf, 1],
      ],
    ],
    less: [
      ops.less,
      [
        [nan, 1, 0],
        [1, nan, 0],
        [low, inf, 1],
      ],
    ],
    lessEqual: [
      ops.lessEqual,
      [
        [nan, nan, 0],
        [0, -0, 1],
      ],
    ],
    maximum: [
      ops.maximum,
      [
        [nan, 1, nan],
        [1, nan, nan],
        [-0, 0, 0],
        [low, 1, 1],
      ],
    ],
    minimum: [
      ops.minimum,
      [
        [nan, 1, nan],
        [0, -0, -0],
        [inf, 1, 1],
      ],
    ],
    notEqual: [
      ops.notEqual,
      [
        [nan, nan, 1],
        [0, -0, 0],
      ],
    ],
    pow: [
      ops.pow,
      [
        [nan, 0, 1],
        [1, nan, 1],
        [1, inf, 1],
        [-1, inf, 1],
        [0, -1, inf],
        [-8, 1 / 3, nan],
        [low, 3, low],
        [0.5, low, inf],
      ],
    ],
    remainder: [
      ops.remainder,
      [
        [-7, 3, 2],
        [7, -3, -2],
        [-3, 3, -0],
        [5.5, 2, 1.5],
        [1, 0, nan],
        [inf, 3, nan],
        [1, inf, 1],
        [-1, inf, inf],
        [1e300, 3, 1e300 % 3],
      ],
    ],
  };
  it.each(Object.entries(binary))("%s", (_, [f, cases]) => {
    const operand = (k: 0 | 1) => fromData(Float64Array.from(cases, (row) => row[k]));
    const got = ops.concrete(f(operand(0), operand(1)))?.data ?? [];
    expect(Float64Array.from(got)).toEqual(Float64Array.from(cases, ([, , want]) => want));
  });
});
