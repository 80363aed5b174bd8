/** expm1: e^x - 1 without loss of digits near 0. */
import { apply, definePointwise, floatResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { exp } from "./exp.ts";
import { mul } from "./mul.ts";

export const expm1Primitive = definePointwise({
  name: "expm1",
  of: Math.expm1,
  result: floatResult,
  // Not output + 1, which loses all digits for very negative x.
  gradient: ({ inputs: [x = 0], cotangent }) => [mul(cotangent, exp(x))],
});

/** e^x - 1, entry by entry, exact to the last digits near 0. */
export function expm1(x: Operand): Value {
  return apply(expm1Primitive, x);
}
