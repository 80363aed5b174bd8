/** mul: a * b. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";

export const mulPrimitive = definePointwise({
  name: "mul",
  of: (a, b) => a * b,
  integers: Math.imul,
  gradient: ({ inputs: [a = 0, b = 0], cotangent, needed }) => [
    needed[0] ? mul(cotangent, b) : undefined,
    needed[1] ? mul(cotangent, a) : undefined,
  ],
});

/** a * b, entry by entry, with broadcasting. */
export function mul(a: Operand, b: Operand): Value {
  return apply(mulPrimitive, a, b);
}
