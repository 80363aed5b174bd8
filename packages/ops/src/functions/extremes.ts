/** Largest and smallest entries: over axes, and along one axis with their places. */
import { isFloat, normalizeAxis } from "@seqloom/tensor";
import { amax } from "../primitives/amax.ts";
import { argmax } from "../primitives/argmax.ts";
import { cast } from "../primitives/cast.ts";
import { neg } from "../primitives/neg.ts";
import { sub } from "../primitives/sub.ts";
import type { ReduceOptions } from "../reduce-over.ts";
import type { Value } from "../value.ts";
import { expandDims, squeeze } from "./dims.ts";
import { gather } from "./gather.ts";

/**
 * The smallest entry over the axes (all if left out); NaN if there is one. Equal smallest entries share the gradient.
 *
 * @throws SeqError "empty-axis" over an axis of size 0
 */
export function amin(x: Value, axes?: number | readonly number[], options: ReduceOptions = {}): Value {
  return cast(mirrored(amax(mirrored(x), axes, options)), x.dtype);
}

/**
 * The place of the first smallest entry along an axis, i32; NaN counts as smallest. Without an axis, the place
 * in row-major order among all entries. No gradient flows.
 *
 * @throws SeqError "empty-axis" over an axis of size 0
 */
export function argmin(x: Value, axis?: number): Value {
  return argmax(mirrored(x), axis);
}

/** The other way round in order. -x overflows for the lowest i32 and is x itself for truth values; -1 - x never does. */
function mirrored(x: Value): Value {
  return isFloat(x.dtype) ? neg(x) : sub(-1, cast(x, "i32"));
}

/** Entries picked along an axis, and where they stood. */
export interface Picked {
  readonly values: Value;
  /** i32, of the same shape. */
  readonly indices: Value;
}

/**
 * The largest entries along an axis and their places; of equal ones the first, which alone gets the gradient
 * (`amax` shares it).
 *
 * @throws SeqError "empty-axis" over an axis of size 0
 */
export function max(x: Value, axis: number, options: ReduceOptions = {}): Picked {
  return pick(x, argmax(x, axis), normalizeAxis(axis, x.shape.length, "max"), options);
}

/** As `max`, of the smallest entries. */
export function min(x: Value, axis: number, options: ReduceOptions = {}): Picked {
  return pick(x, argmin(x, axis), normalizeAxis(axis, x.shape.length, "min"), options);
}

function pick(x: Value, places: Value, axis: number, { keepDims = false }: ReduceOptions): Picked {
  const indices = expandDims(places, axis);
  const values = gather(x, axis, indices);
  return keepDims ? { values, indices } : { values: squeeze(values, axis), indices: places };
}
