/** What reductions over axes have in common: which axes, and whether they stay with size 1. */
import { normalizeAxes, type Shape } from "@seqloom/tensor";
import { bindOne } from "./bind.ts";
import { reshape } from "./primitives/reshape.ts";
import type { Primitive, Value } from "./value.ts";

/** Whether reduced axes stay, with size 1. */
export interface ReduceOptions {
  readonly keepDims?: boolean;
}

/** Applies a reduction over the axes, all if left out. Over no axis the value is its own result. */
export function reduceOver(
  primitive: Primitive<{ readonly axes: readonly number[] }>,
  x: Value,
  axes: number | readonly number[] | undefined,
  { keepDims = false }: ReduceOptions,
): Value {
  const over = normalizeAxes(axes, x.shape.length, primitive.name);
  const reduced = over.length === 0 ? x : bindOne(primitive, [x], { axes: over });
  return keepDims ? reshape(reduced, keptShape(x.shape, over)) : reduced;
}

/** The shape with size 1 along the axes. */
export function keptShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
}
