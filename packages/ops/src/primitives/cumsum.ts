/** cumsum: running sums along an axis. */
import { allocate, fromData, normalizeAxis, sizeOf } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Primitive, Value } from "../value.ts";

interface CumsumAttributes {
  readonly axis: number;
  /** Running from the last entry to the first. */
  readonly reverse: boolean;
  readonly [key: string]: unknown;
}

export const cumsumPrimitive: Primitive<CumsumAttributes> = {
  name: "cumsum",
  type: ([x]) => (x === undefined ? [] : [{ dtype: x.dtype === "bool" ? "i32" : x.dtype, shape: x.shape }]),
  run([x], { axis, reverse }, [out]) {
    if (x === undefined || out === undefined) return [];
    const data = allocate(out.dtype, x.size);
    const size = x.shape[axis] ?? 0;
    const inner = sizeOf(x.shape.slice(axis + 1));
    for (let row = 0; row < x.size; row += size * inner) {
      for (let column = 0; column < inner; column++) {
        let total = 0; // in double precision
        for (let i = 0; i < size; i++) {
          const at = row + (reverse ? size - 1 - i : i) * inner + column;
          total += x.data[at] ?? 0;
          data[at] = total;
        }
      }
    }
    return [fromData(data, x.shape)];
  },
  gradient({ attributes: { axis, reverse }, cotangents: [g] }) {
    return g === undefined ? [] : [bindOne(cumsumPrimitive, [g], { axis, reverse: !reverse })];
  },
};

/** Running sums along an axis, added up in double precision: entry i is the sum of entries 0 to i. */
export function cumsum(x: Value, axis: number): Value {
  return bindOne(cumsumPrimitive, [x], {
    axis: normalizeAxis(axis, x.shape.length, "cumsum"),
    reverse: false,
  });
}
