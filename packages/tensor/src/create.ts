/** Ways to make a tensor. */
import { SeqError } from "@seqloom/diagnostic";
import { type DataOf, type DType, dtypeOfData, type FloatDType, type TypedData } from "./dtype.ts";
import { checkShape, formatShape, type Shape, sizeOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** Nested arrays of numbers or truth values, as deep as the tensor has axes. */
export type Nested = number | boolean | readonly Nested[];

/** A zeroed typed array of the dtype. @throws SeqError "out-of-memory" saying what was asked for */
export function allocate<D extends DType>(dtype: D, size: number): DataOf[D];
export function allocate(dtype: DType, size: number): TypedData {
  try {
    switch (dtype) {
      case "f32":
        return new Float32Array(size);
      case "f64":
        return new Float64Array(size);
      case "i32":
        return new Int32Array(size);
      case "bool":
        return new Uint8Array(size);
    }
  } catch (cause) {
    throw new SeqError("out-of-memory", `cannot allocate ${size} numbers of ${dtype}`, {
      help: "use a smaller batch, window or hidden size",
      details: { dtype, size },
      cause,
    });
  }
}

/** A tensor over the given typed array, without copying; its dtype is the array's. */
export function fromData(data: TypedData, shape: Shape = [data.length]): Tensor {
  const dtype = dtypeOfData(data);
  if (dtype === undefined) {
    throw new SeqError(
      "data-type",
      "fromData takes a Float32Array, Float64Array, Int32Array or Uint8Array (bool)",
      {
        details: { type: Object.prototype.toString.call(data) },
      },
    );
  }
  return new Tensor(dtype, shape, data);
}

/**
 * A tensor from a number or nested arrays.
 *
 * @param values  all rows of an axis are equally long
 * @param dtype   f32 if left out; truth values become bool
 * @throws SeqError "ragged" naming the place where a row is longer or shorter
 * @example tensor([[1, 2], [3, 4]])            // f32[2, 2]
 */
export function tensor(values: Nested, dtype?: DType): Tensor {
  const shape: number[] = [];
  for (let at: Nested = values; Array.isArray(at); at = at[0]) {
    shape.push(at.length);
    if (at.length === 0) break;
  }
  const flat: (number | boolean)[] = [];
  flatten(values, shape, 0, [], flat);
  const data = allocate(dtype ?? (typeof flat[0] === "boolean" ? "bool" : "f32"), flat.length);
  for (let i = 0; i < flat.length; i++) data[i] = Number(flat[i]);
  if (dtype === "bool") for (let i = 0; i < flat.length; i++) data[i] = flat[i] ? 1 : 0;
  return fromData(data, shape);
}

function flatten(at: Nested, shape: Shape, depth: number, place: number[], out: (number | boolean)[]): void {
  const leaf = typeof at === "number" || typeof at === "boolean";
  const want = shape[depth];
  if (leaf !== (want === undefined) || (!leaf && at.length !== want)) {
    const found = leaf ? "a number" : `${at.length} entries`;
    throw new SeqError(
      "ragged",
      `values[${place.join("][")}] has ${found}, the first row there has ${want ?? "a number"}`,
      {
        help: "make all rows of an axis equally long",
        details: { place, shape },
      },
    );
  }
  if (leaf) out.push(at);
  else for (const [i, row] of at.entries()) flatten(row, shape, depth + 1, [...place, i], out);
}

/** Every entry `value`. @throws SeqError "shape-invalid", "out-of-memory" */
export function full(shape: Shape, value: number, dtype: DType = "f32"): Tensor {
  checkShape(shape);
  return fromData(allocate(dtype, sizeOf(shape)).fill(value), shape);
}

/** Every entry 0. @throws SeqError "shape-invalid", "out-of-memory" */
export function zeros(shape: Shape, dtype: DType = "f32"): Tensor {
  checkShape(shape);
  return fromData(allocate(dtype, sizeOf(shape)), shape);
}

/** Every entry 1. @throws SeqError "shape-invalid", "out-of-memory" */
export function ones(shape: Shape, dtype: DType = "f32"): Tensor {
  return full(shape, 1, dtype);
}

/** A tensor without axes. */
export function scalar(value: number, dtype: DType = "f32"): Tensor {
  return full([], value, dtype);
}

/** `start, start + step, ...` below `end` (above it for a negative step); i32 if left out. */
export function arange(start: number, end: number, step = 1, dtype: DType = "i32"): Tensor {
  if (step === 0)
    throw new SeqError("step-zero", "arange: step is 0", {
      help: "use a step that moves from start to end",
      details: { start, end },
    });
  const data = allocate(dtype, Math.max(0, Math.ceil((end - start) / step)));
  for (let i = 0; i < data.length; i++) data[i] = start + i * step;
  return fromData(data);
}

/** `count` evenly spaced numbers from `start` to `end`, both included. */
export function linspace(start: number, end: number, count: number, dtype: FloatDType = "f32"): Tensor {
  const data = allocate(dtype, count);
  for (let i = 0; i < count; i++) data[i] = count === 1 ? start : start + ((end - start) * i) / (count - 1);
  if (count > 1) data[count - 1] = end; // not a rounding away from it
  return fromData(data);
}

/** The identity matrix, [rows, columns]. */
export function eye(rows: number, columns = rows, dtype: DType = "f32"): Tensor {
  const data = allocate(dtype, rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) data[i * columns + i] = 1;
  return fromData(data, [rows, columns]);
}

/** The same numbers in another dtype: floats are truncated towards zero for i32, anything but 0 is true for bool. */
export function convert(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  const data = allocate(dtype, x.size);
  if (dtype === "bool") for (let i = 0; i < x.size; i++) data[i] = x.data[i] === 0 ? 0 : 1;
  else data.set(x.data);
  return fromData(data, x.shape);
}

/** Nested arrays of numbers; truth values for bool; a bare number for a scalar. */
export function toNested(x: Tensor): Nested {
  const build = (axis: number, offset: number, stride: number): Nested => {
    const size = x.shape[axis];
    if (size === undefined) {
      const value = x.data[offset] ?? 0;
      return x.dtype === "bool" ? value !== 0 : value;
    }
    const inner = size === 0 ? 0 : stride / size;
    return Array.from({ length: size }, (_, i) => build(axis + 1, offset + i * inner, inner));
  };
  return build(0, 0, formatGuard(x));
}

/** Whole arrays of more than 2^28 entries would exhaust memory as boxed numbers. */
function formatGuard(x: Tensor): number {
  if (x.size > 2 ** 28) {
    throw new SeqError("too-large", `toNested: ${formatShape(x.shape)} is too large for nested arrays`, {
      help: "read x.data instead",
      details: { shape: x.shape },
    });
  }
  return x.size;
}
