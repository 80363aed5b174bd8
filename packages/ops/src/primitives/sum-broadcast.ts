/** sum and broadcast: each is the other's gradient, so they stand together. */
import { SeqError } from "@seqloom/diagnostic";
import {
  allocate,
  broadcastShapes,
  checkShape,
  type DType,
  formatShape,
  fromData,
  type Shape,
  sameShape,
  sizeOf,
} from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import { axisOffsets, broadcastOffsets } from "../offsets.ts";
import { keptShape, type ReduceOptions, reduceOver } from "../reduce-over.ts";
import type { Primitive, Value } from "../value.ts";
import { cast } from "./cast.ts";
import { reshape } from "./reshape.ts";

export const sumPrimitive: Primitive<{ readonly axes: readonly number[] }> = {
  name: "sum",
  type([x], { axes }) {
    if (x === undefined) return [];
    return [{ dtype: sumType(x.dtype), shape: x.shape.filter((_, axis) => !axes.includes(axis)) }];
  },
  run([x], { axes }, [out]) {
    if (x === undefined || out === undefined) return [];
    // Added up in double precision, in the order of memory: the result does not depend on the axes' layout.
    const total = new Float64Array(sizeOf(out.shape));
    const offsets = axisOffsets(x.shape, axes);
    for (let i = 0; i < x.size; i++) {
      const at = offsets[i] ?? 0;
      total[at] = (total[at] ?? 0) + (x.data[i] ?? 0);
    }
    const data = allocate(out.dtype, total.length);
    data.set(total);
    return [fromData(data, out.shape)];
  },
  gradient({ inputs: [x], attributes: { axes }, cotangents: [g] }) {
    if (x === undefined || g === undefined) return [];
    return [broadcastTo(reshape(g, keptShape(x.shape, axes)), x.shape)];
  },
};

/** Truth values are counted. */
function sumType(dtype: DType): DType {
  return dtype === "bool" ? "i32" : dtype;
}

export const broadcastPrimitive: Primitive<{ readonly shape: Shape }> = {
  name: "broadcast",
  type: ([x], { shape }) => (x === undefined ? [] : [{ dtype: x.dtype, shape }]),
  run([x], { shape }) {
    if (x === undefined) return [];
    const offsets = broadcastOffsets(x.shape, shape);
    const data = allocate(x.dtype, offsets.length);
    for (let i = 0; i < data.length; i++) data[i] = x.data[offsets[i] ?? 0] ?? 0;
    return [fromData(data, shape)];
  },
  gradient({ inputs: [x], cotangents: [g] }) {
    return x === undefined || g === undefined ? [] : [sumTo(g, x.shape)];
  },
};

/**
 * The sum over the axes (all if left out), in double precision and fixed order; 0 over an empty axis. Truth values give
 * their count in i32; sums of i32 stay i32 and wrap around beyond 2^31.
 */
export function sum(x: Value, axes?: number | readonly number[], options: ReduceOptions = {}): Value {
  return cast(reduceOver(sumPrimitive, x, axes, options), sumType(x.dtype)); // over no axis nothing was counted
}

/** The value repeated to a larger shape. @throws SeqError "shape-mismatch", "shape-invalid" */
export function broadcastTo(x: Value, shape: Shape): Value {
  checkShape(shape);
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShapes(x.shape, shape, "broadcastTo"), shape)) {
    throw new SeqError(
      "shape-mismatch",
      `broadcastTo: ${formatShape(x.shape)} cannot be repeated to ${formatShape(shape)}`,
      {
        help: "only axes of size 1, or missing in front, are repeated",
        details: { op: "broadcastTo", from: x.shape, to: shape },
      },
    );
  }
  return bindOne(broadcastPrimitive, [x], { shape });
}

/** The adjoint of repeating `shape` to x's shape: sums over the repeated axes. */
export function sumTo(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.shape.length - shape.length;
  const over = x.shape.flatMap((n, axis) =>
    axis < lead || (shape[axis - lead] === 1 && n !== 1) ? [axis] : [],
  );
  return reshape(sum(x, over), shape);
}
