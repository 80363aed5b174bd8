/** equal: a = b. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const equalPrimitive = definePointwise({
  name: "equal",
  of: (a, b) => Number(a === b),
  result: () => "bool",
});

/** Whether a = b, entry by entry, as bool; false where either is NaN. */
export function equal(a: Operand, b: Operand): Value {
  return apply(equalPrimitive, a, b);
}
