/** add: a + b. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const addPrimitive = definePointwise({
  name: "add",
  of: (a, b) => a + b,
  gradient: ({ cotangent }) => [cotangent, cotangent],
});

/** a + b, entry by entry, with broadcasting. */
export function add(a: Operand, b: Operand): Value {
  return apply(addPrimitive, a, b);
}
