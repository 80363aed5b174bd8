/** To and from the `ndarray` convention: data with a shape, strides and an offset. https://github.com/scijs/ndarray */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, fromData } from "./create.ts";
import { type DType, dtypeOfData, type TypedData } from "./dtype.ts";
import { checkShape, formatShape, type Shape, sizeOf, stridesOf } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** Entry [i, j, ...] is data[offset + i stride[0] + j stride[1] + ...]; strides may be 0 or negative. */
export interface NdarrayLike {
  readonly data: ArrayLike<number>;
  readonly shape: Shape;
  readonly stride: readonly number[];
  readonly offset: number;
}

/**
 * A tensor of the numbers of an ndarray. Float32Array, Float64Array and Int32Array keep their dtype and, where the
 * entries already lie in row-major order, are taken without copying; smaller integers become i32, all else f64.
 *
 * @throws SeqError "ndarray-strides" if the strides are not one whole number per axis or reach outside the data;
 *         "shape-invalid", "out-of-memory"
 */
export function fromNdarray(array: NdarrayLike): Tensor {
  const { data, shape, stride, offset } = array;
  checkShape(shape);
  const size = sizeOf(shape);
  const reach = shape.map((n, axis) => (n - 1) * (stride[axis] ?? Number.NaN));
  const first = reach.reduce((at, r) => at + Math.min(r, 0), offset);
  const last = reach.reduce((at, r) => at + Math.max(r, 0), offset);
  const areWhole = [offset, ...stride].every(Number.isInteger);
  if (stride.length !== shape.length || !areWhole || (size > 0 && !(first >= 0 && last < data.length))) {
    throw new SeqError(
      "ndarray-strides",
      `strides ${formatShape(stride)} from ${offset} do not fit shape ${formatShape(shape)} and ${data.length} numbers`,
      {
        help: "give one whole stride per axis, staying inside the data",
        details: { shape, stride, offset, length: data.length },
      },
    );
  }
  const isRowMajor = stridesOf(shape).every((step, axis) => stride[axis] === step || (shape[axis] ?? 0) <= 1);
  if (isKept(data) && isRowMajor) return fromData(data.subarray(offset, offset + size), shape);
  const out = allocate(dtypeFor(data), size);
  let at = 0;
  const copy = (axis: number, from: number): void => {
    if (axis === shape.length) out[at++] = data[from] ?? 0;
    else for (let i = 0; i < (shape[axis] ?? 0); i++) copy(axis + 1, from + i * (stride[axis] ?? 0));
  };
  copy(0, offset);
  return fromData(out, shape);
}

/** Data whose dtype is the tensor's; bytes are numbers here, not truth values. */
function isKept(data: ArrayLike<number>): data is Exclude<TypedData, Uint8Array> {
  return data instanceof Float32Array || data instanceof Float64Array || data instanceof Int32Array;
}

function dtypeFor(data: ArrayLike<number>): DType {
  if (isKept(data)) return dtypeOfData(data) ?? "f64";
  const isSmallInteger =
    data instanceof Int8Array ||
    data instanceof Int16Array ||
    data instanceof Uint8Array ||
    data instanceof Uint8ClampedArray ||
    data instanceof Uint16Array;
  return isSmallInteger ? "i32" : "f64";
}

/**
 * The tensor's numbers, not copied, by the `ndarray` convention.
 *
 * @example const { data, shape, stride, offset } = toNdarray(x); ndarray(data, shape, stride, offset);
 */
export function toNdarray(x: Tensor): NdarrayLike & { readonly data: TypedData } {
  return { data: x.data, shape: x.shape, stride: stridesOf(x.shape), offset: 0 };
}
