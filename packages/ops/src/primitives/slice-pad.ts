/** slice and pad: each is the other's gradient, so they stand together. */
import { SeqError } from "@seqloom/diagnostic";
import {
  allocate,
  formatShape,
  fromData,
  normalizeAxis,
  type Shape,
  sizeOf,
  stridesOf,
} from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import { walk } from "../offsets.ts";
import type { Primitive, Value } from "../value.ts";

interface SliceAttributes {
  /** One range per axis: entries start, start + step, ... (`count` of them). */
  readonly ranges: readonly SliceRange[];
  readonly [key: string]: unknown;
}

export interface SliceRange {
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

interface PadAttributes {
  readonly ranges: readonly SliceRange[];
  readonly shape: Shape;
  readonly value: number;
  readonly [key: string]: unknown;
}

export const slicePrimitive: Primitive<SliceAttributes> = {
  name: "slice",
  type([x], { ranges }) {
    if (x === undefined) return [];
    checkRanges("slice", x.shape, ranges);
    return [{ dtype: x.dtype, shape: ranges.map((r) => r.count) }];
  },
  run([x], { ranges }, [out]) {
    if (x === undefined || out === undefined) return [];
    const from = placesOf(x.shape, ranges);
    const data = allocate(x.dtype, from.length);
    for (let i = 0; i < data.length; i++) data[i] = x.data[from[i] ?? 0] ?? 0;
    return [fromData(data, out.shape)];
  },
  gradient({ inputs: [x], attributes: { ranges }, cotangents: [g] }) {
    return x === undefined || g === undefined
      ? []
      : [bindOne(padPrimitive, [g], { ranges, shape: x.shape, value: 0 })];
  },
};

/** Lays x into a larger value filled with `value`, at the places that slice with the same ranges would read. */
export const padPrimitive: Primitive<PadAttributes> = {
  name: "pad",
  type([x], { ranges, shape }) {
    if (x === undefined) return [];
    checkRanges("pad", shape, ranges);
    return [{ dtype: x.dtype, shape }];
  },
  run([x], { ranges, shape, value }) {
    if (x === undefined) return [];
    const to = placesOf(shape, ranges);
    const data = allocate(x.dtype, sizeOf(shape));
    if (value !== 0) data.fill(value);
    for (let i = 0; i < x.size; i++) data[to[i] ?? 0] = x.data[i] ?? 0;
    return [fromData(data, shape)];
  },
  gradient({ attributes: { ranges }, cotangents: [g] }) {
    return g === undefined ? [] : [bindOne(slicePrimitive, [g], { ranges })];
  },
};

/** @throws SeqError "slice-range" unless there is one range of whole numbers per axis that lies inside the shape */
function checkRanges(op: string, shape: Shape, ranges: readonly SliceRange[]): void {
  const fits = ({ start, count, step }: SliceRange, axis: number) =>
    [start, count, step].every(Number.isInteger) &&
    count >= 0 &&
    (count === 0 || [start, start + (count - 1) * step].every((at) => at >= 0 && at < (shape[axis] ?? 0)));
  if (ranges.length === shape.length && ranges.every(fits)) return;
  throw new SeqError(
    "slice-range",
    `${op}: the ranges ${JSON.stringify(ranges)} reach outside ${formatShape(shape)}`,
    {
      help: "give one { start, count, step } of whole numbers for each axis, inside it",
      details: { op, shape, ranges },
    },
  );
}

function placesOf(shape: Shape, ranges: readonly SliceRange[]): Int32Array {
  const strides = stridesOf(shape);
  const start = ranges.reduce((at, r, axis) => at + r.start * (strides[axis] ?? 0), 0);
  return walk(
    ranges.map((r) => r.count),
    ranges.map((r, axis) => r.step * (strides[axis] ?? 0)),
    start,
  );
}

/**
 * Entries `start`, `start + step`, ... before `end` along one axis, as Python's x[start:end:step].
 * Negative places count from the end, places beyond either end count as that end; a negative step walks backwards.
 *
 * @throws SeqError "step-zero" unless the step is a whole number other than 0, "slice-range" for places that are no
 *         whole numbers, "axis-range"
 */
export function slice(x: Value, axis: number, start?: number, end?: number, step = 1): Value {
  const at = normalizeAxis(axis, x.shape.length, "slice");
  const n = x.shape[at] ?? 0;
  if (!Number.isInteger(step) || step === 0) {
    throw new SeqError("step-zero", `slice: ${step} is no step along axis ${at} of ${formatShape(x.shape)}`, {
      help: "use a whole step other than 0",
      details: { op: "slice", shape: x.shape, axis: at, step },
    });
  }
  const isPlace = (place: number | undefined) =>
    place === undefined || Number.isInteger(place) || Math.abs(place) === Number.POSITIVE_INFINITY;
  if (!isPlace(start) || !isPlace(end)) {
    throw new SeqError(
      "slice-range",
      `slice: from ${start} to ${end} along axis ${at} of ${formatShape(x.shape)}`,
      {
        help: "use whole numbers, or leave an end out",
        details: { op: "slice", shape: x.shape, axis: at, start, end },
      },
    );
  }
  const [low, high] = step > 0 ? [0, n] : [-1, n - 1];
  const clamp = (place: number) => Math.min(high, Math.max(low, place < 0 ? place + n : place));
  const first = start === undefined ? (step > 0 ? 0 : n - 1) : clamp(start);
  const last = end === undefined ? (step > 0 ? n : -1) : clamp(end);
  const count = Math.max(0, Math.ceil((last - first) / step));
  return sliceRanges(
    x,
    x.shape.map((size, i) =>
      i === at ? { start: count === 0 ? 0 : first, count, step } : { start: 0, count: size, step: 1 },
    ),
  );
}

/** One range per axis. @throws SeqError "slice-range" */
export function sliceRanges(x: Value, ranges: readonly SliceRange[]): Value {
  const whole =
    ranges.length === x.shape.length &&
    ranges.every((r, axis) => r.start === 0 && r.step === 1 && r.count === x.shape[axis]);
  return whole ? x : bindOne(slicePrimitive, [x], { ranges });
}

/**
 * The value with `before` and `after` entries of `value` added along each axis.
 *
 * @param widths  one [before, after] per axis, whole numbers from 0
 * @throws SeqError "pad-widths"
 */
export function pad(x: Value, widths: readonly (readonly [number, number])[], value = 0): Value {
  if (widths.length !== x.shape.length || !widths.flat().every((n) => Number.isInteger(n) && n >= 0)) {
    throw new SeqError(
      "pad-widths",
      `pad: ${formatShape(x.shape)} needs ${x.shape.length} pairs of whole numbers from 0 as widths`,
      {
        help: "give [before, after] for each axis; to remove entries use slice",
        details: { op: "pad", shape: x.shape, widths },
      },
    );
  }
  const shape = x.shape.map((n, axis) => n + (widths[axis]?.[0] ?? 0) + (widths[axis]?.[1] ?? 0));
  const ranges = x.shape.map((count, axis) => ({ start: widths[axis]?.[0] ?? 0, count, step: 1 }));
  return widths.every(([a, b]) => a === 0 && b === 0)
    ? x
    : bindOne(padPrimitive, [x], { ranges, shape, value: x.dtype === "bool" ? Number(value !== 0) : value });
}
