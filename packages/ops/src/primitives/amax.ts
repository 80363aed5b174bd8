/** amax: the largest entry over axes. */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, formatShape, fromData, sizeOf } from "@seqloom/tensor";
import { axisOffsets } from "../offsets.ts";
import { keptShape, type ReduceOptions, reduceOver } from "../reduce-over.ts";
import type { Primitive, Value } from "../value.ts";
import { cast } from "./cast.ts";
import { div } from "./div.ts";
import { equal } from "./equal.ts";
import { mul } from "./mul.ts";
import { reshape } from "./reshape.ts";
import { sum } from "./sum-broadcast.ts";

export const amaxPrimitive: Primitive<{ readonly axes: readonly number[] }> = {
  name: "amax",
  type([x], { axes }) {
    if (x === undefined) return [];
    const shape = x.shape.filter((_, axis) => !axes.includes(axis));
    if (sizeOf(x.shape) === 0 && sizeOf(shape) > 0) {
      throw new SeqError(
        "empty-axis",
        `amax: ${formatShape(x.shape)} has no entries along [${axes.join(", ")}]`,
        {
          help: "the largest of nothing does not exist; leave out the axis of size 0 or check its size first",
          details: { op: "amax", shape: x.shape, axes },
        },
      );
    }
    return [{ dtype: x.dtype, shape }];
  },
  run([x], { axes }, [out]) {
    if (x === undefined || out === undefined) return [];
    const largest = new Float64Array(sizeOf(out.shape)).fill(Number.NEGATIVE_INFINITY);
    const offsets = axisOffsets(x.shape, axes);
    for (let i = 0; i < x.size; i++) {
      const at = offsets[i] ?? 0;
      largest[at] = Math.max(largest[at] ?? 0, x.data[i] ?? 0);
    }
    const data = allocate(out.dtype, largest.length);
    data.set(largest);
    return [fromData(data, out.shape)];
  },
  gradient({ inputs: [x], outputs: [y], attributes: { axes }, cotangents: [g] }) {
    if (x === undefined || y === undefined || g === undefined) return [];
    const kept = keptShape(x.shape, axes);
    const winners = cast(equal(x, reshape(y, kept)), x.dtype);
    const share = div(reshape(g, kept), sum(winners, axes, { keepDims: true }));
    return [mul(winners, share)];
  },
};

/**
 * The largest entry over the axes (all if left out); NaN if there is one. Equal largest entries share the gradient.
 *
 * @throws SeqError "empty-axis" over an axis of size 0
 */
export function amax(x: Value, axes?: number | readonly number[], options: ReduceOptions = {}): Value {
  return reduceOver(amaxPrimitive, x, axes, options);
}
