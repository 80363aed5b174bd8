/** div: a / b. */
import { apply, definePointwise, floatResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";

export const divPrimitive = definePointwise({
  name: "div",
  of: (a, b) => a / b,
  result: floatResult,
  // d(a/b)/db = -(a/b)/b, through the quotient: b * b could overflow.
  gradient({ inputs: [, b = 1], cotangent, output, needed }) {
    const scaled = div(cotangent, b);
    return [scaled, needed[1] ? neg(mul(scaled, output)) : undefined];
  },
});

/** a / b, entry by entry, with broadcasting; IEEE for zero divisors. Integers give f32. */
export function div(a: Operand, b: Operand): Value {
  return apply(divPrimitive, a, b);
}
