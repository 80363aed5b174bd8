/** cast: the same numbers in another dtype. */
import { convert, type DType, isFloat } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Primitive, Value } from "../value.ts";

export const castPrimitive: Primitive<{ readonly dtype: DType }> = {
  name: "cast",
  type: ([x], { dtype }) => (x === undefined ? [] : [{ dtype, shape: x.shape }]),
  run: ([x], { dtype }) => (x === undefined ? [] : [convert(x, dtype)]),
  gradient({ inputs: [x], cotangents: [g] }) {
    return x === undefined || g === undefined || !isFloat(x.dtype) || !isFloat(g.dtype)
      ? []
      : [cast(g, x.dtype)];
  },
};

/** The value in another dtype: floats are truncated towards zero for i32, anything but 0 is true for bool. */
export function cast(x: Value, dtype: DType): Value {
  return x.dtype === dtype ? x : bindOne(castPrimitive, [x], { dtype });
}
