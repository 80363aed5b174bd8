/** less: a < b. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const lessPrimitive = definePointwise({
  name: "less",
  of: (a, b) => Number(a < b),
  result: () => "bool",
});

/** Whether a < b, entry by entry, as bool; false where either is NaN. */
export function less(a: Operand, b: Operand): Value {
  return apply(lessPrimitive, a, b);
}
