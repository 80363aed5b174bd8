/** exp: e^x. */
import { apply, definePointwise, floatResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { mul } from "./mul.ts";

export const expPrimitive = definePointwise({
  name: "exp",
  of: Math.exp,
  result: floatResult,
  gradient: ({ cotangent, output }) => [mul(cotangent, output)],
});

/** e^x, entry by entry. On the plain device within 1 ulp in f64. */
export function exp(x: Operand): Value {
  return apply(expPrimitive, x);
}
