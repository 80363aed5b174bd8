/** Shapes: sizes, strides, broadcasting, axes. Shapes are row-major; the last axis is contiguous. */
import { SeqError } from "@seqloom/diagnostic";
import type { DType } from "./dtype.ts";

export type Shape = readonly number[];

/** What is known of a value before it is computed. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** Number of elements; 1 for a scalar, 0 where any axis has size 0. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

/** Row-major strides in elements, one per axis. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] ?? 1;
  }
  return strides;
}

/** @throws SeqError "shape-invalid" unless it is an array of whole numbers from 0 */
export function checkShape(shape: Shape): void {
  if (!Array.isArray(shape)) {
    throw new SeqError("shape-invalid", `${String(shape)} is no shape`, {
      help: "give an array with a size for each axis, [] for a scalar",
      details: { shape },
    });
  }
  const axis = shape.findIndex((n) => !Number.isInteger(n) || n < 0);
  if (axis < 0) return;
  throw new SeqError("shape-invalid", `${formatShape(shape)} is no shape: axis ${axis} is ${shape[axis]}`, {
    help: "give each axis a whole number from 0",
    details: { shape, axis },
  });
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, axis) => n === b[axis]);
}

/** `[2, 3]`; `[]` for a scalar. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** `f32[2, 3]`. */
export function formatType(type: TensorType): string {
  return `${type.dtype}${formatShape(type.shape)}`;
}

/**
 * The shape of an element-wise result: shapes are aligned at their last axes, and an axis of size 1
 * (or a missing one) is repeated along the other operand's.
 *
 * @throws SeqError "shape-mismatch" naming both shapes and the axis
 */
export function broadcastShapes(a: Shape, b: Shape, op = "broadcast"): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const out = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const m = a[a.length - i] ?? 1;
    const n = b[b.length - i] ?? 1;
    if (m !== n && m !== 1 && n !== 1) {
      throw new SeqError(
        "shape-mismatch",
        `${op}: ${formatShape(a)} and ${formatShape(b)} do not broadcast: axis ${rank - i} is ${m} on the left and ${n} on the right`,
        {
          help: "make the two sizes equal, or one of them 1",
          details: { op, left: a, right: b, axis: rank - i },
        },
      );
    }
    out[rank - i] = m === 1 ? n : m;
  }
  return out;
}

/**
 * An axis counted from the front: -1 is the last.
 *
 * @throws SeqError "axis-range"
 */
export function normalizeAxis(axis: number, rank: number, op: string): number {
  const at = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(at) && at >= 0 && at < rank) return at;
  throw new SeqError("axis-range", `${op}: axis ${axis} does not exist in a value of ${rank} axes`, {
    help: rank === 0 ? "a scalar has no axes" : `use ${-rank} to ${rank - 1}`,
    details: { op, axis, rank },
  });
}

/** Axes counted from the front, each once, ascending; all axes if left out. */
export function normalizeAxes(
  axes: number | readonly number[] | undefined,
  rank: number,
  op: string,
): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const list = typeof axes === "number" ? [axes] : axes;
  const found = list.map((axis) => normalizeAxis(axis, rank, op)).sort((a, b) => a - b);
  const twice = found.find((axis, i) => axis === found[i + 1]);
  if (twice !== undefined) {
    throw new SeqError("axis-twice", `${op}: axis ${twice} is named twice in [${list.join(", ")}]`, {
      help: "name each axis once",
      details: { op, axes: list, axis: twice },
    });
  }
  return found;
}

/**
 * Names the axes of a value and checks the sizes that are known.
 *
 * @param value  anything with a shape
 * @param names  one letter or word per axis, separated by spaces: `"T B I"`
 * @param known  sizes that must hold
 * @returns      the size of each name
 * @throws SeqError "shape-mismatch" with the axis by name
 * @example const { T, B } = dims(x, "T B I", { I: 8 });
 */
export function dims<Names extends string>(
  value: { readonly shape: Shape },
  names: Names,
  known: Readonly<Record<string, number>> = {},
  what = "value",
): Readonly<Record<AxisNames<Names>, number>> {
  const axes = names.split(" ");
  const wrong = (message: string, axis?: string) =>
    new SeqError("shape-mismatch", `${what}: ${message}`, {
      help: `expected [${axes.map((a) => (known[a] === undefined ? a : `${a} = ${known[a]}`)).join(", ")}]`,
      details: { what, shape: value.shape, axes, axis, known },
    });
  if (axes.length !== value.shape.length) {
    throw wrong(
      `${formatShape(value.shape)} has ${value.shape.length} axes, not ${axes.length} (${axes.join(", ")})`,
    );
  }
  const sizes: Record<string, number> = {};
  axes.forEach((name, i) => {
    const size = value.shape[i] ?? 0;
    const want = known[name] ?? sizes[name];
    if (want !== undefined && want !== size) {
      throw wrong(`${formatShape(value.shape)} has ${name} = ${size}, but ${name} is ${want}`, name);
    }
    sizes[name] = size;
  });
  return sizes as Readonly<Record<AxisNames<Names>, number>>; // every name was just set
}

type AxisNames<S extends string> = S extends `${infer Head} ${infer Rest}` ? Head | AxisNames<Rest> : S;
