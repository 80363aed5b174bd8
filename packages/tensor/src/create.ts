/** Ways to make a tensor. */
import { SeqError } from "@seqloom/diagnostic";
import {
  bytesPerElement,
  type DataOf,
  type DType,
  dtypeOfData,
  type FloatDType,
  type TypedData,
} from "./dtype.ts";
import { checkShape, formatShape, type Shape, sizeOf, stridesOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** Nested arrays of numbers or truth values, as deep as the tensor has axes. */
export type Nested = number | boolean | readonly Nested[];

/**
 * A zeroed typed array of the dtype.
 *
 * @throws SeqError "out-of-memory" saying what was asked for; "size-invalid" unless the size is a whole number from 0;
 *         "dtype-unknown"
 */
export function allocate<D extends DType>(dtype: D, size: number): DataOf[D];
export function allocate(dtype: DType, size: number): TypedData {
  if (!(size >= 0 && (Number.isInteger(size) || size === Number.POSITIVE_INFINITY))) {
    throw new SeqError("size-invalid", `${size} is no number of entries`, {
      help: "give a whole number from 0",
      details: { dtype, size },
    });
  }
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
  const known = Object.keys(bytesPerElement);
  throw new SeqError("dtype-unknown", `there is no dtype ${dtype satisfies never}`, {
    help: `use ${known.slice(0, -1).join(", ")} or ${known.at(-1)}`,
    details: { dtype, known },
  });
}

/**
 * A tensor over the given typed array, without copying; its dtype is the array's. A Uint8Array is bool and holds 0 and 1.
 *
 * @param shape  one axis if left out
 * @throws SeqError "data-type" for other arrays, "data-size" if the data do not fill the shape, "shape-invalid"
 */
export function fromData(data: TypedData, shape: Shape = [data.length]): Tensor {
  const dtype = dtypeOfData(data);
  if (dtype === undefined) {
    throw new SeqError(
      "data-type",
      "fromData takes a Float32Array, Float64Array, Int32Array or Uint8Array (bool)",
      {
        help: "for plain and nested arrays use tensor, for other typed arrays fromNdarray or new Float32Array(data)",
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
 * @param dtype   if left out: bool where all are truth values, else f32
 * @throws SeqError "ragged" naming the place where a row is longer or shorter, "nested-value" where neither a number
 *         nor an array stands, "dtype-unknown"
 * @example tensor([[1, 2], [3, 4]])            // f32[2, 2]
 */
export function tensor(values: Nested, dtype?: DType): Tensor {
  const shape: number[] = [];
  for (let at: Nested | undefined = values; Array.isArray(at); at = at[0]) shape.push(at.length);
  const flat: (number | boolean)[] = [];
  flatten(values, shape, 0, [], flat);
  const areTruths = flat.length > 0 && flat.every((value) => typeof value === "boolean");
  const data = allocate(dtype ?? (areTruths ? "bool" : "f32"), flat.length);
  for (let i = 0; i < flat.length; i++) data[i] = stored(Number(flat[i]), dtype);
  return fromData(data, shape);
}

/** What a number becomes before it is written into data: in bool, anything but 0 is true. */
function stored(value: number, dtype: DType | undefined): number {
  return dtype === "bool" ? Number(value !== 0) : value;
}

function flatten(at: Nested, shape: Shape, depth: number, place: number[], out: (number | boolean)[]): void {
  const where = place.length === 0 ? "values" : `values[${place.join("][")}]`;
  const isLeaf = typeof at === "number" || typeof at === "boolean";
  if (!isLeaf && !Array.isArray(at)) {
    throw new SeqError(
      "nested-value",
      `${where} is ${describe(at)}, not a number, a truth value or an array`,
      {
        help: "convert it first; a typed array becomes a tensor with fromData(data, shape)",
        details: { place },
      },
    );
  }
  const want = shape[depth];
  if (isLeaf !== (want === undefined) || (!isLeaf && at.length !== want)) {
    throw new SeqError(
      "ragged",
      `${where} has ${isLeaf ? "a number" : `${at.length} entries`}, the first row there has ${want ?? "a number"}`,
      {
        help: "make all rows of an axis equally long",
        details: { place, shape },
      },
    );
  }
  if (isLeaf) out.push(at);
  else for (const [i, row] of at.entries()) flatten(row, shape, depth + 1, [...place, i], out);
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null
    ? `a ${Object.prototype.toString.call(value).slice("[object ".length, -1)}`
    : typeof value === "string"
      ? JSON.stringify(value)
      : String(value);
}

/** Every entry `value`. @throws SeqError "shape-invalid", "out-of-memory" */
export function full(shape: Shape, value: number, dtype: DType = "f32"): Tensor {
  checkShape(shape);
  return fromData(allocate(dtype, sizeOf(shape)).fill(stored(value, dtype)), shape);
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

/**
 * `start, start + step, ...` below `end` (above it for a negative step). With a fraction as step, rounding may reach
 * `end`: `linspace` counts instead.
 *
 * @param dtype  if left out: i32 for whole numbers, else f32
 * @throws SeqError "step-zero", "range-invalid" for numbers that are not finite, "out-of-memory"
 * @example arange(0, 3)        // i32[3] [0, 1, 2]
 */
export function arange(start: number, end: number, step = 1, dtype?: DType): Tensor {
  if (step === 0)
    throw new SeqError("step-zero", "arange: step is 0", {
      help: "use a step that moves from start to end",
      details: { start, end },
    });
  if (![start, end, step].every(Number.isFinite)) {
    throw new SeqError("range-invalid", `arange: from ${start} to ${end} by ${step} has no last entry`, {
      help: "use finite numbers",
      details: { start, end, step },
    });
  }
  const areWhole = [start, end, step].every((x) => Number.isInteger(x) && Math.abs(x) < 2 ** 31);
  const count = Math.max(0, Math.ceil((end - start) / step));
  const data = allocate(dtype ?? (areWhole ? "i32" : "f32"), count);
  for (let i = 0; i < data.length; i++) data[i] = stored(start + i * step, dtype);
  return fromData(data);
}

/** `count` evenly spaced numbers from `start` to `end`, both included. @throws SeqError "size-invalid" */
export function linspace(start: number, end: number, count: number, dtype: FloatDType = "f32"): Tensor {
  const data = allocate(dtype, count);
  for (let i = 0; i < count; i++) data[i] = count === 1 ? start : start + ((end - start) * i) / (count - 1);
  if (count > 1) data[count - 1] = end; // not a rounding away from it
  return fromData(data);
}

/** The identity matrix, [rows, columns]. @throws SeqError "shape-invalid", "out-of-memory" */
export function eye(rows: number, columns = rows, dtype: DType = "f32"): Tensor {
  checkShape([rows, columns]);
  const data = allocate(dtype, rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) data[i * columns + i] = 1;
  return fromData(data, [rows, columns]);
}

/**
 * The same numbers in another dtype. For i32 floats are truncated towards zero; what does not fit into 32 bits wraps
 * around, and NaN and the infinities become 0. For bool anything but 0 is true.
 */
export function convert(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  const data = allocate(dtype, x.size);
  if (dtype === "bool") for (let i = 0; i < x.size; i++) data[i] = stored(x.data[i] ?? 0, dtype);
  else data.set(x.data);
  return fromData(data, x.shape);
}

/**
 * Nested arrays of numbers; truth values for bool; a bare number for a scalar.
 *
 * @throws SeqError "too-large" above 2^28 entries, which as boxed numbers would exhaust memory
 */
export function toNested(x: Tensor): Nested {
  if (x.size > 2 ** 28) {
    throw new SeqError("too-large", `toNested: ${formatShape(x.shape)} is too large for nested arrays`, {
      help: "read x.data instead",
      details: { shape: x.shape },
    });
  }
  const strides = stridesOf(x.shape);
  const build = (axis: number, offset: number): Nested => {
    const stride = strides[axis];
    if (stride === undefined) {
      const value = x.data[offset] ?? 0;
      return x.dtype === "bool" ? value !== 0 : value;
    }
    return Array.from({ length: x.shape[axis] ?? 0 }, (_, i) => build(axis + 1, offset + i * stride));
  };
  return build(0, 0);
}
