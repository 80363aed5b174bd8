/** lessEqual: a <= b. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const lessEqualPrimitive = definePointwise({
  name: "lessEqual",
  of: (a, b) => Number(a <= b),
  result: () => "bool",
});

/** Whether a <= b, entry by entry, as bool; false where either is NaN. */
export function lessEqual(a: Operand, b: Operand): Value {
  return apply(lessEqualPrimitive, a, b);
}
