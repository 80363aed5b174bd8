/** abs: |x|. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { mul } from "./mul.ts";
import { sign } from "./sign.ts";

export const absPrimitive = definePointwise({
  name: "abs",
  of: Math.abs,
  gradient: ({ inputs: [x = 0], cotangent }) => [mul(cotangent, sign(x))],
});

/** |x|, entry by entry; the gradient at 0 is 0. */
export function abs(x: Operand): Value {
  return apply(absPrimitive, x);
}
