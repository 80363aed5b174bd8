/**
 * x^y for any y, by 2^(y log2|x|) in f64; special values as in IEEE 754.
 *
 *   |x| = 2^k m,  sqrt(1/2) <= m < sqrt(2),  s = (m - 1) / (m + 1)
 *   log2(m) = 2/ln 2 (s + s^3/3 + s^5/5 + ... + s^15/15)        |s| < 0.172: the rest is below 1e-13
 *   2^e = 2^n (1 + (r ln 2) + ... + (r ln 2)^9 / 9!),  e = n + r, |r| <= 1/2
 *
 * A power with a small constant exponent is better written as products.
 */
import type { Local, V128 } from "../wasm/expression.ts";
import { f32x4, f64x2, i64x2, v128 } from "../wasm/vector.ts";
import { inDouble, polynomialF64 } from "./double.ts";
import { choose, type VectorCode } from "./vector-code.ts";

const infinity = Number.POSITIVE_INFINITY;
const factorials = [362880, 40320, 5040, 720, 120, 24, 6, 2, 1, 1];
const expCoefficients = factorials.map((factorial) => 1 / factorial);
const logCoefficients = [15, 13, 11, 9, 7, 5, 3, 1].map((odd) => 2 / Math.LN2 / odd);
// 1.5 * 2^52 (rounds, leaves the integer in the low bits) plus the exponent bias of f64.
const magic = 6755399441055744 + 1023;

/** log2 of positive f64 lanes that came from f32: 0 gives -infinity, infinity and NaN themselves. */
function log2(code: VectorCode, x: Local<"v128">): V128 {
  // sqrt(1/2) in the high word: so that m lies around 1.
  const offset = code.keep(i64x2.sub(x, i64x2.const(0x3fe6a09e, 0)));
  const exponentBits = code.keep(v128.and(offset, i64x2.const(0xfff00000 | 0, 0)));
  const m = code.keep(i64x2.sub(x, exponentBits));
  // The exponent as a number: its 12 bits, biased to be positive, in the low bits of 2^52.
  const biased = i64x2.shrU(i64x2.add(exponentBits, i64x2.const(0x40000000, 0)), 52);
  const k = f64x2.sub(v128.or(biased, i64x2.const(0x43300000, 0)), f64x2.const(2 ** 52 + 1024));
  const s = code.keep(f64x2.div(f64x2.sub(m, f64x2.const(1)), f64x2.add(m, f64x2.const(1))));
  const z = code.keep(f64x2.mul(s, s));
  const finite = code.keep(f64x2.add(k, f64x2.mul(s, polynomialF64(z, logCoefficients))));
  const upper = choose(f64x2.lt(x, f64x2.const(infinity)), finite, x);
  return choose(
    f64x2.gt(x, f64x2.const(0)),
    upper,
    choose(f64x2.lt(x, f64x2.const(2 ** -200)), f64x2.const(-infinity), x),
  );
}

function exp2(code: VectorCode, value: V128): V128 {
  const e = code.keep(f64x2.pmax(f64x2.pmin(value, f64x2.const(200)), f64x2.const(-200)));
  const shifted = code.keep(f64x2.add(e, f64x2.const(magic)));
  const r = f64x2.sub(e, f64x2.sub(shifted, f64x2.const(magic)));
  const natural = code.keep(f64x2.mul(r, f64x2.const(Math.LN2)));
  return f64x2.mul(polynomialF64(natural, expCoefficients), i64x2.shl(shifted, 52));
}

/**
 * x to the power y. At most 0.6 ulp, denormals included; NaN for x < 0 unless y is whole; x^0 and 1^y are 1
 * even for NaN, and so is (-1)^(+-infinity).
 */
export function pow(code: VectorCode, base: V128, exponent: V128): V128 {
  const x = code.keep(base);
  const y = code.keep(exponent);
  const zero = code.constant(0);
  const absolute = code.keep(f32x4.abs(x));
  const magnitude = inDouble(code, (half) => exp2(code, f64x2.mul(half(y), log2(code, half(absolute)))));

  const half = code.keep(f32x4.mul(y, code.constant(0.5)));
  const isWhole = code.keep(f32x4.eq(f32x4.nearest(y), y));
  const isOdd = v128.and(isWhole, f32x4.ne(f32x4.nearest(half), half));
  const sign = v128.and(v128.and(x, code.constant(-0)), isOdd);
  const hasNoRoot = v128.andNot(v128.and(f32x4.lt(x, zero), f32x4.gt(x, code.constant(-infinity))), isWhole);
  // A lane of all ones is a NaN.
  const result = v128.or(v128.or(magnitude, sign), hasNoRoot);
  const infiniteExponent = f32x4.eq(f32x4.abs(y), code.constant(infinity));
  const isUnit = v128.or(
    f32x4.eq(x, code.constant(1)),
    v128.and(f32x4.eq(x, code.constant(-1)), infiniteExponent),
  );
  return choose(v128.or(f32x4.eq(y, zero), isUnit), code.constant(1), result);
}
