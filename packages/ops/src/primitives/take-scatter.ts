/** take and scatterAdd: rows by number; each is the other's gradient, so they stand together. */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, formatShape, fromData, type Shape, sizeOf, type Tensor } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Primitive } from "../value.ts";

/**
 * With x [outer..., size, inner...] and axis = the number of outer axes:
 *
 *   shared index [n...]             out[o, j, k] = x[o, index[j], k]       an embedding, a window
 *   own index [outer..., n...]      out[o, j, k] = x[o, index[o, j], k]    one choice per row
 *
 * out is [outer..., n..., inner...] in both.
 */
interface TakeAttributes {
  readonly axis: number;
  /** Whether every outer row has its own index. */
  readonly ownIndex: boolean;
  readonly [key: string]: unknown;
}

interface ScatterAttributes extends TakeAttributes {
  /** Entries along the axis of the result. */
  readonly size: number;
}

export const takePrimitive: Primitive<TakeAttributes> = {
  name: "take",
  type([x, index], { axis, ownIndex }) {
    if (x === undefined || index === undefined) return [];
    const picked = index.shape.slice(ownIndex ? axis : 0);
    return [{ dtype: x.dtype, shape: [...x.shape.slice(0, axis), ...picked, ...x.shape.slice(axis + 1)] }];
  },
  run([x, index], attributes, [out]) {
    if (x === undefined || index === undefined || out === undefined) return [];
    const size = x.shape[attributes.axis] ?? 0;
    const data = allocate(out.dtype, sizeOf(out.shape));
    const inner = sizeOf(x.shape.slice(attributes.axis + 1));
    eachRow(index, x.shape, attributes, size, "take", (many, one) => {
      data.set(x.data.subarray(one * inner, (one + 1) * inner), many * inner);
    });
    return [fromData(data, out.shape)];
  },
  gradient({ inputs: [x, index], attributes, cotangents: [g] }) {
    if (x === undefined || index === undefined || g === undefined) return [];
    const size = x.shape[attributes.axis] ?? 0;
    return [bindOne(scatterAddPrimitive, [g, index], { ...attributes, size })];
  },
};

/** The adjoint of take: adds rows of `updates` into zeros; rows with the same number add up. */
export const scatterAddPrimitive: Primitive<ScatterAttributes> = {
  name: "scatterAdd",
  type([updates, index], { axis, ownIndex, size }) {
    if (updates === undefined || index === undefined) return [];
    const picked = index.shape.length - (ownIndex ? axis : 0);
    const { dtype, shape } = updates;
    return [{ dtype, shape: [...shape.slice(0, axis), size, ...shape.slice(axis + picked)] }];
  },
  run([updates, index], attributes, [out]) {
    if (updates === undefined || index === undefined || out === undefined) return [];
    const total = new Float64Array(sizeOf(out.shape)); // sums in double precision, in the order of the index
    const inner = sizeOf(out.shape.slice(attributes.axis + 1));
    eachRow(index, out.shape, attributes, attributes.size, "scatterAdd", (many, one) => {
      for (let k = 0; k < inner; k++) {
        const at = one * inner + k;
        total[at] = (total[at] ?? 0) + (updates.data[many * inner + k] ?? 0);
      }
    });
    const data = allocate(out.dtype, total.length);
    data.set(total);
    return [fromData(data, out.shape)];
  },
  gradient({ inputs: [, index], attributes: { axis, ownIndex }, cotangents: [g] }) {
    return g === undefined || index === undefined
      ? []
      : [bindOne(takePrimitive, [g, index], { axis, ownIndex })];
  },
};

/** Calls `visit` for every pair of a row of the picked side (`many`) and the row of the other side it stands for. */
function eachRow(
  index: Tensor,
  shape: Shape,
  { axis, ownIndex }: TakeAttributes,
  size: number,
  op: string,
  visit: (many: number, one: number) => void,
): void {
  const outer = sizeOf(shape.slice(0, axis));
  const count = sizeOf(index.shape.slice(ownIndex ? axis : 0));
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < count; j++) {
      const at = (ownIndex ? o * count : 0) + j;
      const row = index.data[at] ?? 0;
      if (row < 0 || row >= size) {
        throw new SeqError(
          "index-range",
          `${op}: index ${row} (entry ${at} of ${formatShape(index.shape)}) does not exist, the axis has ${size} entries`,
          {
            help: size === 0 ? "nothing can be taken from an empty axis" : `use 0 to ${size - 1}`,
            details: { op, index: row, at, size },
          },
        );
      }
      visit(o * count + j, o * size + row);
    }
  }
}
