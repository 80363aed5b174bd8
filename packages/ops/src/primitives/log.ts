/** log: the natural logarithm. */
import { apply, definePointwise, floatResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { div } from "./div.ts";

export const logPrimitive = definePointwise({
  name: "log",
  of: Math.log,
  result: floatResult,
  gradient: ({ inputs: [x = 1], cotangent }) => [div(cotangent, x)],
});

/** The natural logarithm, entry by entry: -Infinity at 0, NaN below. On the plain device within 1 ulp in f64. */
export function log(x: Operand): Value {
  return apply(logPrimitive, x);
}
