/**
 * log and log1p.
 *
 *   x = 2^k m,  sqrt(1/2) <= m < sqrt(2),  f = m - 1,  s = f / (2 + f)
 *   log(m) = f - (f^2 / 2 - s (f^2 / 2 + R(s^2)))
 *
 * @see FreeBSD msun e_logf.c, Sun Microsystems 1993 (the polynomial R and the split of ln 2)
 */
import type { Local, V128 } from "../wasm/expression.ts";
import { f32x4, i32x4, v128 } from "../wasm/vector.ts";
import { choose, type VectorCode } from "./vector-code.ts";

const ln2High = 6.9313812256e-1;
const ln2Low = 9.0580006145e-6;
const [c1, c2, c3, c4] = [0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841];
const bitsOfSqrtHalf = 0x3f3504f3;
const smallestNormal = 2 ** -126;

/** Natural logarithm. At most 1 ulp, denormals included; -infinity at 0, NaN below 0; NaN stays. */
export function log(code: VectorCode, value: V128): V128 {
  const x = code.keep(value);
  // Denormals have no leading one to find: scale them up by 2^23 and correct k.
  const isTiny = code.keep(f32x4.lt(x, code.constant(smallestNormal)));
  const scaled = code.keep(choose(isTiny, f32x4.mul(x, code.constant(2 ** 23)), x));
  const k = code.keep(i32x4.shrS(i32x4.sub(scaled, code.bits(bitsOfSqrtHalf)), 23));
  const exponent = code.keep(f32x4.sub(f32x4.fromI32x4(k), v128.and(isTiny, code.constant(23))));
  const f = code.keep(f32x4.sub(i32x4.sub(scaled, i32x4.shl(k, 23)), code.constant(1)));

  const s = code.keep(f32x4.div(f, f32x4.add(f, code.constant(2))));
  const z = code.keep(f32x4.mul(s, s));
  const w = code.keep(f32x4.mul(z, z));
  const even = f32x4.mul(w, code.madd(w, code.constant(c4), code.constant(c2)));
  const remainder = code.madd(z, code.madd(w, code.constant(c3), code.constant(c1)), even);
  const halfSquare = code.keep(f32x4.mul(f32x4.mul(f, f), code.constant(0.5)));

  const low = code.madd(s, f32x4.add(halfSquare, remainder), f32x4.mul(exponent, code.constant(ln2Low)));
  const small = f32x4.add(f32x4.sub(low, halfSquare), f);
  const finite = code.madd(exponent, code.constant(ln2High), small);
  return withSpecialValues(code, x, finite);
}

/** Infinity and NaN give themselves, what is below 0 NaN, 0 minus infinity. */
function withSpecialValues(code: VectorCode, x: Local<"v128">, finite: V128): V128 {
  const zero = code.constant(0);
  const upper = choose(f32x4.lt(x, code.constant(Number.POSITIVE_INFINITY)), finite, x);
  const negative = v128.or(upper, f32x4.lt(x, zero)); // a lane of all ones is a NaN
  return choose(f32x4.eq(x, zero), code.constant(Number.NEGATIVE_INFINITY), negative);
}

/** log(1 + x), exact to the last bits near 0 too. At most 2 ulp; -infinity at -1, NaN below; NaN stays. */
export function log1p(code: VectorCode, value: V128): V128 {
  const x = code.keep(value);
  const u = code.keep(f32x4.add(x, code.constant(1)));
  // What rounding 1 + x lost, divided by u, is the first-order correction; nothing is lost above 2^24.
  const lost = f32x4.sub(x, f32x4.sub(u, code.constant(1)));
  const needsIt = v128.and(f32x4.gt(u, code.constant(0)), f32x4.lt(x, code.constant(2 ** 24)));
  const correction = code.keep(v128.and(f32x4.div(lost, u), needsIt));
  return f32x4.add(log(code, u), correction);
}
