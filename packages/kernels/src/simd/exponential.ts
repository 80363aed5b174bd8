/**
 * exp and what is built on it: expm1, sigmoid.
 *
 *   x = n ln 2 + r,  |r| <= ln 2 / 2        n by adding a magic number, which rounds and leaves n in the low bits
 *   exp(x) = 2^n (1 + r + r^2 p(r))         2^n by shifting those bits into the exponent
 *
 * The scale is 2^(n - 1) and the result is doubled at the end: so the largest floats are reached and
 * overflow gives infinity. A multiplication (not an addition to the exponent bits) keeps NaN.
 *
 * @see Cephes expf.c, Stephen L. Moshier (constants of r and p)
 */
import type { Local, V128 } from "../wasm/expression.ts";
import { f32x4, i32x4 } from "../wasm/vector.ts";
import { clamp, polynomial, type VectorCode } from "./vector-code.ts";

const log2e = Math.LOG2E;
// ln 2 in two parts; the first has so few bits that n times it is exact.
const ln2High = 0.693359375;
const ln2Low = -2.1219444e-4;
const coefficients = [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.5];
// 1.5 * 2^23 has unit spacing; 126 turns n into the biased exponent of 2^(n - 1).
const magic = 12582912 + 126;
// n = -126 gives the scale 0, n = 129 the scale infinity; n = 128 gives 2^127.
const lowest = -87.3;
const highest = 89.4;
const highestWithFiniteScale = 89;

interface Reduced {
  /** 2^(n - 1) */
  readonly halfScale: Local<"v128">;
  /** r^2 p(r) + r, i.e. exp(r) - 1 */
  readonly expm1OfR: V128;
}

function reduce(code: VectorCode, value: V128, upper: number): Reduced {
  const x = clamp(code, value, lowest, upper);
  const shifted = code.keep(code.madd(x, code.constant(log2e), code.constant(magic)));
  const n = code.keep(f32x4.sub(shifted, code.constant(magic)));
  const r = code.keep(code.nmadd(n, code.constant(ln2Low), code.nmadd(n, code.constant(ln2High), x)));
  const halfScale = code.keep(i32x4.shl(shifted, 23));
  const p = code.keep(polynomial(code, r, coefficients));
  return { halfScale, expm1OfR: code.madd(f32x4.mul(p, r), r, r) };
}

/** exp(x) / 2: one instruction less than `exp`, and never infinite before exp itself is. */
function halfExp(code: VectorCode, x: V128): V128 {
  const { halfScale, expm1OfR } = reduce(code, x, highest);
  return f32x4.mul(f32x4.add(expm1OfR, code.constant(1)), halfScale);
}

/** e^x. At most 1.5 ulp; 0 below -86.99 (where the result is under 1.7e-38); infinity from 88.73; NaN stays. */
export function exp(code: VectorCode, x: V128): V128 {
  const half = code.keep(halfExp(code, x));
  return f32x4.add(half, half);
}

/** e^x - 1, exact to the last bits near 0 too. At most 2 ulp; -1 for large negative x; NaN stays. */
export function expm1(code: VectorCode, x: V128): V128 {
  const { halfScale, expm1OfR } = reduce(code, x, highestWithFiniteScale);
  const half = code.keep(code.madd(expm1OfR, halfScale, f32x4.sub(halfScale, code.constant(0.5))));
  return f32x4.add(half, half);
}

/** 1 / (1 + e^-x). At most 2.5 ulp where it exceeds 1.2e-38; 0 below -89.1, 1 above 17; NaN stays. */
export function sigmoid(code: VectorCode, x: V128): V128 {
  const half = code.constant(0.5);
  return f32x4.div(half, f32x4.add(half, halfExp(code, f32x4.neg(x))));
}
