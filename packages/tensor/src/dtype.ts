/** Number formats of a tensor and the typed array behind each. */

/** `f32`, `f64`: IEEE 754 floats; `i32`: 32-bit integers; `bool`: one byte, 0 or 1. */
export type DType = "f32" | "f64" | "i32" | "bool";

/** The dtypes in which gradients exist. */
export type FloatDType = "f32" | "f64";

export interface DataOf {
  readonly f32: Float32Array;
  readonly f64: Float64Array;
  readonly i32: Int32Array;
  readonly bool: Uint8Array;
}

export type TypedData = DataOf[DType];

/** Bytes of one element. */
export const bytesPerElement: Readonly<Record<DType, number>> = { f32: 4, f64: 8, i32: 4, bool: 1 };

/** True where gradients can flow. */
export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === "f32" || dtype === "f64";
}

const rank: Readonly<Record<DType, number>> = { bool: 0, i32: 1, f32: 2, f64: 3 };

/** The dtype of `a + b`: the wider of the two in the order bool, i32, f32, f64. */
export function promote(a: DType, b: DType): DType {
  return rank[a] >= rank[b] ? a : b;
}

/** The dtype that a typed array carries without copying; undefined for array types Seqloom does not use. */
export function dtypeOfData(data: ArrayBufferView): DType | undefined {
  if (data instanceof Float32Array) return "f32";
  if (data instanceof Float64Array) return "f64";
  if (data instanceof Int32Array) return "i32";
  if (data instanceof Uint8Array) return "bool";
  return undefined;
}
