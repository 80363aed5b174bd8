/** neg: -x. */
import { apply, definePointwise, signedResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const negPrimitive = definePointwise({
  name: "neg",
  of: (x) => -x,
  result: signedResult,
  gradient: ({ cotangent }) => [neg(cotangent)],
});

/** -x, entry by entry; i32 for truth values. */
export function neg(x: Operand): Value {
  return apply(negPrimitive, x);
}
