/**
 * sin and cos.
 *
 *   x = n pi/2 + r,  |r| <= pi/4        in f64, pi/2 in two parts: exact for |x| < 2^28
 *   sin(x) = (sin r, cos r, -sin r, -cos r)[n mod 4]
 *
 * Constants stand as literals in the code: these functions are for position encodings and calendars, not for
 * the inner loop of a cell.
 *
 * @see musl / FreeBSD msun k_sinf.c, k_cosf.c, e_rem_pio2f.c
 */
import type { Local, V128 } from "../wasm/expression.ts";
import { f64x2, i64x2, v128 } from "../wasm/vector.ts";
import { inDouble, polynomialF64 } from "./double.ts";
import type { VectorCode } from "./vector-code.ts";

// 1.5 * 2^52: adding it rounds to an integer, which then stands in the low bits.
const magic = 6755399441055744;
const halfPiHigh = 1.5707963109016418;
const halfPiLow = 1.5893254773528196e-8;
const sinCoefficients = [
  2.7183114939898219e-6, -1.9839334836096632e-4, 8.3333293858894632e-3, -0.1666666664162652,
];
const cosCoefficients = [
  2.4390448796277409e-5, -1.388676377460993e-3, 0.04166662332373906, -0.499999997251031, 1,
];

function sineOfShifted(code: VectorCode, x: Local<"v128">, quarterTurns: 0 | 1): V128 {
  const shifted = code.keep(f64x2.add(f64x2.mul(x, f64x2.const(2 / Math.PI)), f64x2.const(magic)));
  const n = code.keep(f64x2.sub(shifted, f64x2.const(magic)));
  const exact = f64x2.sub(
    f64x2.sub(x, f64x2.mul(n, f64x2.const(halfPiHigh))),
    f64x2.mul(n, f64x2.const(halfPiLow)),
  );
  // Only |x| beyond 2^28 leaves this range: then the result has no meaning, but stays between -1 and 1.
  const r = code.keep(f64x2.pmax(f64x2.pmin(exact, f64x2.const(0.7854)), f64x2.const(-0.7854)));
  const z = code.keep(f64x2.mul(r, r));
  const sine = f64x2.add(r, f64x2.mul(f64x2.mul(r, z), polynomialF64(z, sinCoefficients)));
  const cosine = polynomialF64(z, cosCoefficients);

  const quadrant = code.keep(i64x2.add(shifted, i64x2.const(0, quarterTurns)));
  const isOdd = i64x2.sub(i64x2.const(0, 0), v128.and(quadrant, i64x2.const(0, 1)));
  const sign = i64x2.shl(v128.and(quadrant, i64x2.const(0, 2)), 62);
  return v128.xor(v128.bitselect(cosine, sine, isOdd), sign);
}

/** Sine of `x` radians. At most 0.6 ulp for |x| < 2^28, meaningless beyond; NaN at infinities; NaN stays. */
export function sin(code: VectorCode, value: V128): V128 {
  const x = code.keep(value);
  return inDouble(code, (half) => sineOfShifted(code, half(x), 0));
}

/** Cosine of `x` radians; see `sin`. */
export function cos(code: VectorCode, value: V128): V128 {
  const x = code.keep(value);
  return inDouble(code, (half) => sineOfShifted(code, half(x), 1));
}
