/** The primitives and what is made of them: each call runs at once on tensors, or is recorded by whoever made the operand. */

export { definePointwise } from "./pointwise.ts";
export {
  type Attributes,
  bind,
  bindOne,
  type GradientContext,
  type GradientRule,
  type Primitive,
} from "./primitive.ts";
export { add, addPrimitive } from "./primitives/add.ts";
export { cast, castPrimitive } from "./primitives/cast.ts";
export { concat, concatPrimitive } from "./primitives/concat.ts";
export { type MatmulOptions, matmul, matmulPrimitive } from "./primitives/matmul.ts";
export { mul, mulPrimitive } from "./primitives/mul.ts";
export { neg, negPrimitive } from "./primitives/neg.ts";
export { permute, permutePrimitive, transpose } from "./primitives/permute.ts";
export { reshape, reshapePrimitive } from "./primitives/reshape.ts";
export { sigmoid, sigmoidPrimitive } from "./primitives/sigmoid.ts";
export {
  pad,
  padPrimitive,
  type SliceRange,
  slice,
  slicePrimitive,
  sliceRanges,
} from "./primitives/slice-pad.ts";
export { sub, subPrimitive } from "./primitives/sub.ts";
export {
  broadcastPrimitive,
  broadcastTo,
  type ReduceOptions,
  sum,
  sumPrimitive,
  sumTo,
} from "./primitives/sum-broadcast.ts";
export { tanh, tanhPrimitive } from "./primitives/tanh.ts";
export { isValue, leafPaths, leaves, mapLeaves, type Tree, withLeaves } from "./tree.ts";
export {
  concrete,
  type Interpreter,
  isDifferentiable,
  type Operand,
  Traced,
  type Value,
  withLevel,
} from "./value.ts";
