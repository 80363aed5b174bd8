/** argsort: the order that sorts an axis. */
import { fromData, normalizeAxis, sizeOf } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Primitive, Value } from "../value.ts";

interface ArgsortAttributes {
  readonly axis: number;
  readonly descending: boolean;
  readonly [key: string]: unknown;
}

export const argsortPrimitive: Primitive<ArgsortAttributes> = {
  name: "argsort",
  type: ([x]) => (x === undefined ? [] : [{ dtype: "i32", shape: x.shape }]),
  run([x], { axis, descending }) {
    if (x === undefined) return [];
    const size = x.shape[axis] ?? 0;
    const inner = sizeOf(x.shape.slice(axis + 1));
    const places = new Int32Array(x.size);
    const lines = size === 0 ? 0 : x.size / size;
    for (let k = 0; k < lines; k++) {
      const start = Math.floor(k / inner) * size * inner + (k % inner);
      const value = (i: number) => x.data[start + i * inner] ?? 0;
      const order = Array.from({ length: size }, (_, i) => i);
      // Array.prototype.sort is stable: equal entries keep their order, ascending and descending.
      order.sort((i, j) => (descending ? compare(value(j), value(i)) : compare(value(i), value(j))));
      for (const [i, from] of order.entries()) places[start + i * inner] = from;
    }
    return [fromData(places, x.shape)];
  },
};

/** NaN counts as larger than every number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

export interface SortOptions {
  /** Largest first. */
  readonly descending?: boolean;
}

/** The places whose entries are in order along an axis, i32; equal entries keep their order, NaN counts as largest. */
export function argsort(x: Value, axis = -1, { descending = false }: SortOptions = {}): Value {
  return bindOne(argsortPrimitive, [x], { axis: normalizeAxis(axis, x.shape.length, "argsort"), descending });
}
