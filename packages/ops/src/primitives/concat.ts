/** concat: values side by side along one axis. */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, type DType, formatShape, fromData, normalizeAxis, promote, sizeOf } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import type { Primitive, Value } from "../value.ts";
import { cast } from "./cast.ts";
import { slice } from "./slice-pad.ts";

export const concatPrimitive: Primitive<{ readonly axis: number }> = {
  name: "concat",
  type(inputs, { axis }) {
    const [first] = inputs;
    if (first === undefined) return [];
    for (const x of inputs) {
      if (
        x.shape.length !== first.shape.length ||
        x.shape.some((n, i) => i !== axis && n !== first.shape[i])
      ) {
        throw new SeqError(
          "shape-mismatch",
          `concat: ${formatShape(first.shape)} and ${formatShape(x.shape)} differ in an axis other than ${axis}`,
          {
            help: "all axes but the joined one must agree",
            details: { op: "concat", left: first.shape, right: x.shape, axis },
          },
        );
      }
    }
    const joined = inputs.reduce((n, x) => n + (x.shape[axis] ?? 0), 0);
    return [{ dtype: first.dtype, shape: first.shape.map((n, i) => (i === axis ? joined : n)) }];
  },
  run(inputs, { axis }, [out]) {
    if (out === undefined) return [];
    const data = allocate(out.dtype, sizeOf(out.shape));
    const outer = sizeOf(out.shape.slice(0, axis));
    const row = sizeOf(out.shape.slice(axis));
    let at = 0;
    for (const x of inputs) {
      const width = sizeOf(x.shape.slice(axis));
      for (let i = 0; i < outer; i++) data.set(x.data.subarray(i * width, (i + 1) * width), i * row + at);
      at += width;
    }
    return [fromData(data, out.shape)];
  },
  gradient({ inputs, attributes: { axis }, cotangents: [g], needed }) {
    if (g === undefined) return [];
    let at = 0;
    return inputs.map((x, i) => {
      const start = at;
      at += x.shape[axis] ?? 0;
      return needed[i] ? slice(g, axis, start, at) : undefined;
    });
  },
};

/**
 * The values side by side along an axis; all other axes agree.
 *
 * @throws SeqError "shape-mismatch", "concat-empty"
 */
export function concat(values: readonly Value[], axis = 0): Value {
  const [first] = values;
  if (first === undefined)
    throw new SeqError("concat-empty", "concat: there are no values to join", { help: "give at least one" });
  const dtype = values.reduce<DType>((d, x) => promote(d, x.dtype), first.dtype);
  const at = normalizeAxis(axis, first.shape.length, "concat");
  return values.length === 1
    ? first
    : bindOne(
        concatPrimitive,
        values.map((x) => cast(x, dtype)),
        { axis: at },
      );
}
