/** sin and cos: each is the other's gradient, so they stand together. */
import { apply, definePointwise, floatResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";

export const sinPrimitive = definePointwise({
  name: "sin",
  of: Math.sin,
  result: floatResult,
  gradient: ({ inputs: [x = 0], cotangent }) => [mul(cotangent, cos(x))],
});

export const cosPrimitive = definePointwise({
  name: "cos",
  of: Math.cos,
  result: floatResult,
  gradient: ({ inputs: [x = 0], cotangent }) => [neg(mul(cotangent, sin(x)))],
});

/** The sine of x in radians, entry by entry. */
export function sin(x: Operand): Value {
  return apply(sinPrimitive, x);
}

/** The cosine of x in radians, entry by entry. */
export function cos(x: Operand): Value {
  return apply(cosPrimitive, x);
}
