/** The Gaussian error linear unit, exact and with tanh. https://arxiv.org/abs/1606.08415 */
import { add } from "../primitives/add.ts";
import { erf } from "../primitives/erf.ts";
import { mul } from "../primitives/mul.ts";
import { tanh } from "../primitives/tanh.ts";
import type { Value } from "../value.ts";
import { clamp } from "./clamp.ts";

/** x Phi(x) with the normal distribution function Phi, entry by entry. */
export function gelu(x: Value): Value {
  return mul(mul(0.5, x), add(1, erf(mul(x, Math.SQRT1_2))));
}

/** The approximation 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), entry by entry. */
export function geluTanh(x: Value): Value {
  // Beyond 20 tanh is 1 in f64 too; the cube of a larger x could overflow in the gradient.
  const near = clamp(x, -20, 20);
  const inner = mul(Math.sqrt(2 / Math.PI), add(near, mul(0.044715, mul(near, mul(near, near)))));
  return mul(mul(0.5, x), add(1, tanh(inner)));
}
