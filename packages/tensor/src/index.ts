/** Typed, row-major, immutable tensors and a seeded counter-based random source. */

export {
  allocate,
  arange,
  convert,
  eye,
  fromData,
  full,
  linspace,
  type Nested,
  ones,
  scalar,
  tensor,
  toNested,
  zeros,
} from "./create.ts";
export {
  bytesPerElement,
  type DataOf,
  type DType,
  dtypeOfData,
  type FloatDType,
  isFloat,
  promote,
  type TypedData,
} from "./dtype.ts";
export { fromNdarray, type NdarrayLike, toNdarray } from "./ndarray.ts";
export { format } from "./print.ts";
export { normal, permutation, uniform } from "./random.ts";
export { fold, type Rng, randomWords, rng, split, threefry } from "./rng.ts";
export {
  broadcastShapes,
  checkShape,
  dims,
  formatShape,
  formatType,
  normalizeAxes,
  normalizeAxis,
  type Shape,
  sameShape,
  sizeOf,
  stridesOf,
  type TensorType,
} from "./shape.ts";
export { Tensor } from "./tensor.ts";
