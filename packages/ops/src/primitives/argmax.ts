/** argmax: the place of the largest entry along an axis. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape, fromData, normalizeAxis, sizeOf } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Primitive, Value } from "../value.ts";
import { reshape } from "./reshape.ts";

export const argmaxPrimitive: Primitive<{ readonly axis: number }> = {
  name: "argmax",
  type([x], { axis }) {
    if (x === undefined) return [];
    const shape = x.shape.filter((_, i) => i !== axis);
    if (x.shape[axis] === 0 && sizeOf(shape) > 0) {
      throw new SeqError("empty-axis", `argmax: ${formatShape(x.shape)} has no entries along axis ${axis}`, {
        help: "the largest of nothing has no place; check the size of the axis first",
        details: { op: "argmax", shape: x.shape, axis },
      });
    }
    return [{ dtype: "i32", shape }];
  },
  run([x], { axis }, [out]) {
    if (x === undefined || out === undefined) return [];
    const size = x.shape[axis] ?? 0;
    const inner = sizeOf(x.shape.slice(axis + 1));
    const places = new Int32Array(sizeOf(out.shape));
    for (let k = 0; k < places.length; k++) {
      const start = Math.floor(k / inner) * size * inner + (k % inner);
      let best = x.data[start] ?? 0;
      for (let i = 1; i < size && !Number.isNaN(best); i++) {
        const value = x.data[start + i * inner] ?? 0;
        if (value > best || Number.isNaN(value)) {
          best = value;
          places[k] = i;
        }
      }
    }
    return [fromData(places, out.shape)];
  },
};

/**
 * The place of the first largest entry along an axis, i32; NaN counts as largest. Without an axis, the place
 * in row-major order among all entries. No gradient flows.
 *
 * @throws SeqError "empty-axis" over an axis of size 0
 */
export function argmax(x: Value, axis?: number): Value {
  const flat = axis === undefined ? reshape(x, [-1]) : x;
  return bindOne(argmaxPrimitive, [flat], { axis: normalizeAxis(axis ?? 0, flat.shape.length, "argmax") });
}
