/** The comparisons that follow from the primitive ones. */
import { equal } from "../primitives/equal.ts";
import { less } from "../primitives/less.ts";
import { lessEqual } from "../primitives/less-equal.ts";
import type { Operand, Value } from "../value.ts";
import { not } from "./logic.ts";

/** Whether a differs from b, entry by entry, as bool; true where either is NaN. */
export function notEqual(a: Operand, b: Operand): Value {
  return not(equal(a, b));
}

/** Whether a > b, entry by entry, as bool; false where either is NaN. */
export function greater(a: Operand, b: Operand): Value {
  return less(b, a);
}

/** Whether a >= b, entry by entry, as bool; false where either is NaN. */
export function greaterEqual(a: Operand, b: Operand): Value {
  return lessEqual(b, a);
}
