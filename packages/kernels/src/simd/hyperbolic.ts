/**
 * tanh and erf as odd rational functions, clamped where they round to 1.
 *
 *   f(x) = x P(x^2) / Q(x^2)
 *
 * The coefficients are our own: a minimax fit of the relative error (Lawson's weighted least squares,
 * linearised by the last denominator), rounded to f32, then moved by single ulps until the f32 evaluation
 * was best. The fit itself is good to 0.3 (tanh) and 0.9 (erf) of 2^-24; the rest is rounding. For tanh
 * this takes one multiply-add less and a chain of four instead of six, compared with the usual 13/6 form.
 *
 * @see Lawson, C. L. 1961; Cody, W. J. 1970, A Survey of Practical Rational and Polynomial Approximation
 */
import type { V128 } from "../wasm/expression.ts";
import { f32x4 } from "../wasm/vector.ts";
import { clamp, polynomial, type VectorCode } from "./vector-code.ts";

interface Rational {
  readonly limit: number;
  /** Coefficients in x^2, highest first. */
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
}

const tanhParts: Rational = {
  limit: 8.8,
  numerator: [1.3714748e-8, 2.0865446e-5, 0.0035110568, 0.13394023, 1],
  denominator: [7.922821e-7, 3.3110025e-4, 0.025935743, 0.4672734, 1],
};

const erfParts: Rational = {
  limit: 3.95,
  numerator: [1.9603807e-8, -1.9509057e-6, 1.4381045e-4, 0.0038078853, 0.050923392, 0.20258391, 1.1283792],
  denominator: [9.798574e-4, 0.014575836, 0.116094925, 0.5128669, 1],
};

function oddRational(code: VectorCode, value: V128, parts: Rational): V128 {
  const x = clamp(code, value, -parts.limit, parts.limit);
  const square = code.keep(f32x4.mul(x, x));
  const numerator = f32x4.mul(x, polynomial(code, square, parts.numerator));
  const quotient = f32x4.div(numerator, polynomial(code, square, parts.denominator));
  // Near the limit rounding may pass 1 by two ulp; 1 - tanh(x)^2 must not turn negative.
  return clamp(code, quotient, -1, 1);
}

/** Hyperbolic tangent. At most 6 ulp (3.6e-7); within -1 .. 1, exactly +-1 from 8.9 on; NaN stays. */
export const tanh = (code: VectorCode, x: V128): V128 => oddRational(code, x, tanhParts);

/** Error function. At most 6 ulp (3.6e-7); within -1 .. 1, exactly +-1 from 4 on; NaN stays. */
export const erf = (code: VectorCode, x: V128): V128 => oddRational(code, x, erfParts);
