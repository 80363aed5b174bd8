/** pow: a to the power of b. */
import { apply, definePointwise } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { equal } from "./equal.ts";
import { lessEqual } from "./less-equal.ts";
import { log } from "./log.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";
import { where } from "./where.ts";

export const powPrimitive = definePointwise({
  name: "pow",
  of: powIeee,
  gradient: ({ inputs: [a = 1, b = 1], cotangent: g, output, needed }) => [
    // The limits that 0 * Infinity would hide: x^0 is constant, and 0^b is constant for b >= 0.
    needed[0] ? mul(g, where(equal(b, 0), 0, mul(b, pow(a, sub(b, 1))))) : undefined,
    needed[1] ? mul(g, where(mul(equal(a, 0), lessEqual(0, b)), 0, mul(output, log(a)))) : undefined,
  ],
});

/**
 * a to the power of b, entry by entry, with broadcasting; NaN for a negative base and a fraction as exponent. Integers
 * stay integers, cut off towards 0: 2 to the power of -1 is 0.
 */
export function pow(a: Operand, b: Operand): Value {
  return b === 2 ? mul(a, a) : apply(powPrimitive, a, b);
}

/** IEEE 754: 1 to any power is 1, and so is -1 to an infinite one; JavaScript gives NaN there. */
function powIeee(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY) ? 1 : a ** b;
}
