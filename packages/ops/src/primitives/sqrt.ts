/** sqrt: the square root. */
import { apply, definePointwise, floatResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";

export const sqrtPrimitive = definePointwise({
  name: "sqrt",
  of: Math.sqrt,
  result: floatResult,
  gradient: ({ cotangent, output }) => [div(mul(0.5, cotangent), output)],
});

/** The square root, entry by entry; NaN below 0. Its gradient at 0 is infinite: see `norm` and `std` for finite ones. */
export function sqrt(x: Operand): Value {
  return apply(sqrtPrimitive, x);
}
