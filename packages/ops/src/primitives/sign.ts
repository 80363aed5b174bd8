/** sign: -1, 0 or 1. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const signPrimitive = definePointwise({ name: "sign", of: Math.sign });

/** -1, 0 or 1, entry by entry; NaN stays. No gradient flows. */
export function sign(x: Operand): Value {
  return apply(signPrimitive, x);
}
