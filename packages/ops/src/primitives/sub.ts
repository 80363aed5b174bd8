/** sub: a - b. */
import { apply, definePointwise, signedResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { neg } from "./neg.ts";

export const subPrimitive = definePointwise({
  name: "sub",
  of: (a, b) => a - b,
  result: signedResult,
  gradient: ({ cotangent, needed }) => [cotangent, needed[1] ? neg(cotangent) : undefined],
});

/** a - b, entry by entry, with broadcasting; i32 for truth values. */
export function sub(a: Operand, b: Operand): Value {
  return apply(subPrimitive, a, b);
}
