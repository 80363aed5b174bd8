/** log1p: log(1 + x) without loss of digits near 0. */
import { apply, definePointwise, floatResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { add } from "./add.ts";
import { div } from "./div.ts";

export const log1pPrimitive = definePointwise({
  name: "log1p",
  of: Math.log1p,
  result: floatResult,
  gradient: ({ inputs: [x = 0], cotangent }) => [div(cotangent, add(1, x))],
});

/** log(1 + x), entry by entry, exact to the last digits near 0. */
export function log1p(x: Operand): Value {
  return apply(log1pPrimitive, x);
}
