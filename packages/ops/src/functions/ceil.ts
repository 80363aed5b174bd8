/** ceil: the smallest whole number not below x. */
import { floor } from "../primitives/floor.ts";
import { neg } from "../primitives/neg.ts";
import type { Operand, Value } from "../value.ts";

/** The smallest whole number not below x, entry by entry. No gradient flows. */
export function ceil(x: Operand): Value {
  return neg(floor(neg(x)));
}
