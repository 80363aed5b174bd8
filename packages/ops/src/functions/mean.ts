/** The mean over axes. */
import { normalizeAxes } from "@seqloom/tensor";
import { div } from "../primitives/div.ts";
import { sum } from "../primitives/sum-broadcast.ts";
import type { ReduceOptions } from "../reduce-over.ts";
import type { Value } from "../value.ts";
import { asFloat } from "./as-float.ts";

/** The mean over the axes (all if left out), summed in double precision; NaN over nothing. Integers give f32. */
export function mean(x: Value, axes?: number | readonly number[], options: ReduceOptions = {}): Value {
  return div(sum(asFloat(x), axes, options), countOver(x, axes)); // a sum in i32 could wrap around
}

/** How many entries of x are reduced into one. */
export function countOver(x: Value, axes?: number | readonly number[]): number {
  return normalizeAxes(axes, x.shape.length, "mean").reduce((n, axis) => n * (x.shape[axis] ?? 1), 1);
}
