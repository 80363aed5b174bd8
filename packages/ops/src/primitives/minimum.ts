/** minimum: the smaller of a and b. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { equal } from "./equal.ts";
import { less } from "./less.ts";
import { mul } from "./mul.ts";
import { where } from "./where.ts";

export const minimumPrimitive = definePointwise({
  name: "minimum",
  of: Math.min,
  gradient({ inputs: [a = 0, b = 0], cotangent: g, needed }) {
    const shared = where(equal(a, b), mul(0.5, g), 0);
    return [
      needed[0] ? where(less(a, b), g, shared) : undefined,
      needed[1] ? where(less(b, a), g, shared) : undefined,
    ];
  },
});

/** The smaller of a and b, entry by entry; NaN if either is. Equal operands share the gradient by halves. */
export function minimum(a: Operand, b: Operand): Value {
  return apply(minimumPrimitive, a, b);
}
