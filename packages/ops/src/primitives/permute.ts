/** permute: axes in another order. */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, fromData, normalizeAxis, stridesOf } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Primitive, Value } from "../value.ts";

export const permutePrimitive: Primitive<{ readonly axes: readonly number[] }> = {
  name: "permute",
  type: ([x], { axes }) =>
    x === undefined ? [] : [{ dtype: x.dtype, shape: axes.map((axis) => x.shape[axis] ?? 0) }],
  run([x], { axes }, [out]) {
    if (x === undefined || out === undefined) return [];
    const data = allocate(x.dtype, x.size);
    const own = stridesOf(x.shape);
    const strides = axes.map((axis) => own[axis] ?? 0);
    let to = 0;
    const copy = (axis: number, from: number): void => {
      const size = out.shape[axis] ?? 1;
      const stride = strides[axis] ?? 0;
      if (axis >= out.shape.length - 1)
        for (let i = 0; i < size; i++) data[to++] = x.data[from + i * stride] ?? 0;
      else for (let i = 0; i < size; i++) copy(axis + 1, from + i * stride);
    };
    if (x.size > 0) copy(0, 0);
    return [fromData(data, out.shape)];
  },
  gradient({ attributes: { axes }, cotangents: [g] }) {
    return g === undefined
      ? []
      : [
          permute(
            g,
            axes.map((_, axis) => axes.indexOf(axis)),
          ),
        ];
  },
};

/**
 * The value with its axes in the given order: axis i of the result is axis `axes[i]` of `x`.
 *
 * @throws SeqError "axes-order" unless every axis is named once
 */
export function permute(x: Value, axes: readonly number[]): Value {
  const order = axes.map((axis) => normalizeAxis(axis, x.shape.length, "permute"));
  if (new Set(order).size !== x.shape.length || order.length !== x.shape.length) {
    throw new SeqError(
      "axes-order",
      `permute: [${axes.join(", ")}] does not name each of the ${x.shape.length} axes once`,
      {
        help: `for instance [${x.shape
          .map((_, i) => i)
          .reverse()
          .join(", ")}]`,
        details: { axes, rank: x.shape.length },
      },
    );
  }
  return order.every((axis, i) => axis === i) ? x : bindOne(permutePrimitive, [x], { axes: order });
}

/** The value with its last two axes swapped. @throws SeqError "axis-range" with fewer than two axes */
export function transpose(x: Value, a = -2, b = -1): Value {
  const axes = x.shape.map((_, i) => i);
  const p = normalizeAxis(a, axes.length, "transpose");
  const q = normalizeAxis(b, axes.length, "transpose");
  axes[p] = q;
  axes[q] = p;
  return permute(x, axes);
}
