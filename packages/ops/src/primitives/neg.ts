/** neg: -x. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const negPrimitive = definePointwise({
  name: "neg",
  of: (x) => -x,
  gradient: ({ cotangent }) => [neg(cotangent)],
});

/** -x, entry by entry. */
export function neg(x: Operand): Value {
  return apply(negPrimitive, x);
}
