/** where: one of two values, entry by entry. */
import { bindOne } from "../bind.ts";
import { definePointwise, operandValues } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { cast } from "./cast.ts";

export const wherePrimitive = definePointwise({
  name: "where",
  of: (condition, a, b) => (condition !== 0 ? a : b),
  gradient: ({ inputs: [condition], cotangent: g, needed }) =>
    condition === undefined
      ? []
      : [
          undefined,
          needed[1] ? where(condition, g, 0) : undefined,
          needed[2] ? where(condition, 0, g) : undefined,
        ],
});

/**
 * `a` where the condition holds and `b` elsewhere, with broadcasting of all three.
 *
 * The gradient of the branch not taken is exactly 0 at the entry, but an infinite derivative inside that branch
 * still gives 0 * Infinity = NaN: make its operand harmless first, as `elu` does.
 *
 * @param condition  bool; anything but 0 holds
 */
export function where(condition: Value, a: Operand, b: Operand): Value {
  return bindOne(wherePrimitive, [cast(condition, "bool"), ...operandValues([a, b], "where")], {});
}
