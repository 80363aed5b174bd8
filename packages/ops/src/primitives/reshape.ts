/** reshape: the same numbers in the same order under another shape. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape, fromData, type Shape, sameShape, sizeOf } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Primitive, Value } from "../value.ts";

export const reshapePrimitive: Primitive<{ readonly shape: Shape }> = {
  name: "reshape",
  type: ([x], { shape }) => (x === undefined ? [] : [{ dtype: x.dtype, shape }]),
  run: ([x], { shape }) => (x === undefined ? [] : [fromData(x.data, shape)]),
  gradient({ inputs: [x], cotangents: [g] }) {
    return x === undefined || g === undefined ? [] : [reshape(g, x.shape)];
  },
};

/**
 * The value under another shape; one size may be -1 and follows from the rest.
 *
 * @throws SeqError "shape-mismatch" if the sizes do not multiply to the number of entries
 */
export function reshape(x: Value, shape: Shape): Value {
  const size = sizeOf(x.shape);
  const open = shape.indexOf(-1);
  const rest = sizeOf(shape.filter((_, axis) => axis !== open));
  const full = open < 0 ? shape : shape.map((n, axis) => (axis === open ? size / rest : n));
  if (full.some((n) => !Number.isInteger(n) || n < 0) || sizeOf(full) !== size) {
    throw new SeqError(
      "shape-mismatch",
      `reshape: ${formatShape(x.shape)} has ${size} entries and does not fit ${formatShape(shape)}`,
      {
        help: "use sizes whose product is the number of entries; one of them may be -1",
        details: { op: "reshape", from: x.shape, to: shape },
      },
    );
  }
  return sameShape(full, x.shape) ? x : bindOne(reshapePrimitive, [x], { shape: full });
}
