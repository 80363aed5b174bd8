/** stopGradient: the same value, as a constant. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const stopGradientPrimitive = definePointwise({ name: "stopGradient", of: (x) => x });

/** The same value; no gradient flows through it. */
export function stopGradient(x: Operand): Value {
  return apply(stopGradientPrimitive, x);
}
