/** maximum and minimum: each is the other's mirror image, so they stand together. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { equal } from "./equal.ts";
import { less } from "./less.ts";
import { mul } from "./mul.ts";
import { where } from "./where.ts";

/** The gradient goes to the operand that is given out; equal operands share it by halves. */
function choice(
  name: string,
  of: (a: number, b: number) => number,
  isBefore: (a: Operand, b: Operand) => Value,
) {
  return definePointwise({
    name,
    of,
    gradient({ inputs: [a = 0, b = 0], cotangent: g, needed }) {
      const shared = where(equal(a, b), mul(0.5, g), 0);
      return [
        needed[0] ? where(isBefore(a, b), g, shared) : undefined,
        needed[1] ? where(isBefore(b, a), g, shared) : undefined,
      ];
    },
  });
}

export const maximumPrimitive = choice("maximum", Math.max, (a, b) => less(b, a));

export const minimumPrimitive = choice("minimum", Math.min, less);

/** The larger of a and b, entry by entry; NaN if either is. Equal operands share the gradient by halves. */
export function maximum(a: Operand, b: Operand): Value {
  return apply(maximumPrimitive, a, b);
}

/** The smaller of a and b, entry by entry; NaN if either is. Equal operands share the gradient by halves. */
export function minimum(a: Operand, b: Operand): Value {
  return apply(minimumPrimitive, a, b);
}
