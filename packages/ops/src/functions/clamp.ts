/** clamp: x held between two bounds. */
import { less } from "../primitives/less.ts";
import { where } from "../primitives/where.ts";
import type { Operand, Value } from "../value.ts";

/**
 * x where it lies in [low, high], the nearer bound elsewhere; NaN stays. Where low is above high, high.
 * An entry equal to a bound keeps its gradient, one beyond it has none.
 *
 * @example clamp(x, -1, 1)
 */
export function clamp(x: Value, low: Operand, high: Operand): Value {
  const raised = where(less(x, low), low, x);
  return where(less(high, raised), high, raised);
}
