/**
 * Functions that compute in f64 inside, two lanes at a time: a plain way to exact f32 results where speed
 * matters little. A vector of four f32 is split, worked on in halves, and joined.
 */
import type { Local, V128 } from "../wasm/expression.ts";
import { f32x4, f64x2, i32x4, v128 } from "../wasm/vector.ts";
import type { VectorCode } from "./vector-code.ts";

/** Two of a vector's four lanes as f64. */
export type Half = (x: Local<"v128">) => Local<"v128">;

/** How four lanes become twice two f64, and come back. */
interface Lane {
  readonly widen: (x: V128) => V128;
  readonly narrow: (x: V128) => V128;
}

const floats: Lane = { widen: f64x2.promoteLowF32x4, narrow: f32x4.demoteF64x2 };
const integers: Lane = { widen: f64x2.fromLowI32x4, narrow: i32x4.truncSatF64x2 };

/** `work` done twice, on the lower and on the upper half of what it takes through `half`; rounded to the lanes' type. */
export function inDouble(code: VectorCode, work: (half: Half) => V128, lane: Lane = floats): V128 {
  const lower: Half = (x) => code.keep(lane.widen(x));
  const upper: Half = (x) => code.keep(lane.widen(v128.shuffle32(x, x, [2, 3, 2, 3])));
  const low = code.keep(lane.narrow(work(lower)));
  const high = code.keep(lane.narrow(work(upper)));
  return v128.shuffle32(low, high, [0, 1, 4, 5]);
}

/** Horner's rule in f64. */
export function polynomialF64(x: Local<"v128">, coefficients: readonly number[]): V128 {
  const [highest = 0, ...rest] = coefficients;
  let sum: V128 = f64x2.const(highest);
  for (const coefficient of rest) sum = f64x2.add(f64x2.mul(sum, x), f64x2.const(coefficient));
  return sum;
}

/**
 * a - floor(a / b) b, with the sign of b. Exact while the quotient is below 2^29; NaN for b = 0 and a infinite;
 * an infinite b gives a itself, or b where the signs differ.
 */
export function remainder(code: VectorCode, a: Local<"v128">, b: Local<"v128">): V128 {
  return inDouble(code, (half) => restOf(code, half, a, b));
}

/** The same for integers, exact for all; 0 for b = 0. */
export function integerRemainder(code: VectorCode, a: Local<"v128">, b: Local<"v128">): V128 {
  return inDouble(code, (half) => restOf(code, half, a, b), integers);
}

function restOf(code: VectorCode, half: Half, a: Local<"v128">, b: Local<"v128">): V128 {
  const [x, y] = [half(a), half(b)];
  const quotient = code.keep(f64x2.floor(f64x2.div(x, y)));
  const isWithin = f64x2.eq(quotient, f64x2.const(0)); // 0 times an infinite b would be NaN
  const isBelow = f64x2.lt(f64x2.abs(x), f64x2.abs(y));
  const rest = code.keep(v128.bitselect(x, f64x2.sub(x, f64x2.mul(quotient, y)), v128.or(isWithin, isBelow)));
  // The quotient may have been rounded up to a whole number, and |a| < |b| was not brought to b's side.
  const product = f64x2.mul(rest, y);
  const isAcross = v128.andNot(f64x2.lt(product, f64x2.const(0)), f64x2.eq(rest, f64x2.const(0)));
  return f64x2.add(rest, v128.and(y, isAcross));
}
