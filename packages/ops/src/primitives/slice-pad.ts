/** slice and pad: each is the other's gradient, so they stand together. */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, formatShape, fromData, normalizeAxis, sizeOf, stridesOf } from "@seqloom/tensor";
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
  readonly shape: readonly number[];
  readonly value: number;
  readonly [key: string]: unknown;
}

export const slicePrimitive: Primitive<SliceAttributes> = {
  name: "slice",
  type: ([x], { ranges }) => (x === undefined ? [] : [{ dtype: x.dtype, shape: ranges.map((r) => r.count) }]),
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
  type: ([x], { shape }) => (x === undefined ? [] : [{ dtype: x.dtype, shape }]),
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

function placesOf(shape: readonly number[], ranges: readonly SliceRange[]): Int32Array {
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
 * Negative places count from the end; a negative step walks backwards.
 *
 * @throws SeqError "step-zero"
 */
export function slice(x: Value, axis: number, start?: number, end?: number, step = 1): Value {
  const at = normalizeAxis(axis, x.shape.length, "slice");
  const n = x.shape[at] ?? 0;
  if (!Number.isInteger(step) || step === 0) {
    throw new SeqError(
      "step-zero",
      `slice: step ${step} of ${formatShape(x.shape)} along axis ${at} does not move`,
      {
        help: "use a whole step other than 0",
        details: { op: "slice", shape: x.shape, axis: at, step },
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

/** One range per axis. */
export function sliceRanges(x: Value, ranges: readonly SliceRange[]): Value {
  const whole = ranges.every((r, axis) => r.start === 0 && r.step === 1 && r.count === x.shape[axis]);
  return whole ? x : bindOne(slicePrimitive, [x], { ranges });
}

/**
 * The value with `before` and `after` entries of `value` added along each axis.
 *
 * @param widths  one [before, after] per axis, not negative
 */
export function pad(x: Value, widths: readonly (readonly [number, number])[], value = 0): Value {
  if (widths.length !== x.shape.length || widths.some(([a, b]) => a < 0 || b < 0)) {
    throw new SeqError(
      "pad-widths",
      `pad: ${formatShape(x.shape)} needs ${x.shape.length} pairs of widths of at least 0`,
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
    : bindOne(padPrimitive, [x], { ranges, shape, value });
}
