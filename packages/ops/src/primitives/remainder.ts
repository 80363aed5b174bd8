/** remainder: what is left of a after whole multiples of b. */
import { apply, definePointwise, signedResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { div } from "./div.ts";
import { floor } from "./floor.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";

export const remainderPrimitive = definePointwise({
  name: "remainder",
  of(a, b) {
    const rest = a % b; // exact, with the sign of a
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  },
  result: signedResult,
  gradient: ({ inputs: [a = 0, b = 1], cotangent: g, needed }) => [
    g,
    needed[1] ? neg(mul(g, floor(div(a, b)))) : undefined,
  ],
});

/** a - floor(a / b) b, entry by entry, with the sign of b; for b = 0 NaN, in i32 0. */
export function remainder(a: Operand, b: Operand): Value {
  return apply(remainderPrimitive, a, b);
}
