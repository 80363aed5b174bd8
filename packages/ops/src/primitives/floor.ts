/** floor: the largest whole number not above x. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const floorPrimitive = definePointwise({ name: "floor", of: Math.floor });

/** The largest whole number not above x, entry by entry. No gradient flows. */
export function floor(x: Operand): Value {
  return apply(floorPrimitive, x);
}
