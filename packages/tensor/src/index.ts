/** Typed, row-major, immutable tensors and a seeded counter-based random source. */
export { type DataOf, type DType, type FloatDType, type TypedData, bytesPerElement, dtypeOfData, isFloat, promote } from "./dtype.ts";
export {
  type Shape,
  type TensorType,
  broadcastShapes,
  dims,
  formatShape,
  formatType,
  normalizeAxes,
  normalizeAxis,
  sameShape,
  sizeOf,
  stridesOf,
} from "./shape.ts";
export { Tensor } from "./tensor.ts";
export { type Nested, allocate, arange, convert, eye, fromData, full, linspace, ones, scalar, tensor, toNested, zeros } from "./create.ts";
export { type Rng, fold, randomWords, rng, split, threefry } from "./rng.ts";
export { normal, permutation, uniform } from "./random.ts";
export { format } from "./print.ts";
