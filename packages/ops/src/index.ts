/** The primitives and what is made of them: each call runs at once on tensors, or is recorded by whoever made the operand. */

export { bind, bindOne } from "./bind.ts";
export { detectNaN, placeOfNaN } from "./detect-nan.ts";
export { flip, repeat, roll, split, stack } from "./functions/arrange.ts";
export { type AttentionOptions, attention } from "./functions/attention.ts";
export { ceil } from "./functions/ceil.ts";
export { clamp } from "./functions/clamp.ts";
export { greater, greaterEqual, notEqual } from "./functions/comparisons.ts";
export { type Conv1dOptions, conv1d } from "./functions/conv1d.ts";
export { expandDims, squeeze } from "./functions/dims.ts";
export { einsum } from "./functions/einsum.ts";
export { elu } from "./functions/elu.ts";
export { type EmbeddingOptions, embedding } from "./functions/embedding.ts";
export { amin, argmin, max, min, type Picked } from "./functions/extremes.ts";
export { gather, scatterAdd, takeRows } from "./functions/gather.ts";
export { gelu, geluTanh } from "./functions/gelu.ts";
export { hardsigmoid } from "./functions/hardsigmoid.ts";
export { and, not, or } from "./functions/logic.ts";
export { booleanIndex, maskedFill, tril, triu } from "./functions/mask.ts";
export { mean } from "./functions/mean.ts";
export { mish } from "./functions/mish.ts";
export { type NormOptions, norm } from "./functions/norm.ts";
export {
  type BatchNormOptions,
  type BatchStatistics,
  batchNorm,
  type LayerNormOptions,
  layerNorm,
} from "./functions/normalization.ts";
export { cumprod, prod } from "./functions/prod.ts";
export { reciprocal, rsqrt } from "./functions/reciprocal.ts";
export { leakyRelu, relu } from "./functions/relu.ts";
export { silu } from "./functions/silu.ts";
export { logSoftmax, logSumExp, softmax } from "./functions/softmax.ts";
export { logSigmoid, softplus } from "./functions/softplus.ts";
export { softsign } from "./functions/softsign.ts";
export { sort, topk } from "./functions/sort.ts";
export { type UnfoldOptions, unfold } from "./functions/unfold.ts";
export { std, type VarianceOptions, variance } from "./functions/variance.ts";
export { originNow, withOrigin } from "./origin.ts";
export { definePointwise } from "./pointwise.ts";
export { abs, absPrimitive } from "./primitives/abs.ts";
export { add, addPrimitive } from "./primitives/add.ts";
export { amax, amaxPrimitive } from "./primitives/amax.ts";
export { argmax, argmaxPrimitive } from "./primitives/argmax.ts";
export { argsort, argsortPrimitive, type SortOptions } from "./primitives/argsort.ts";
export { cast, castPrimitive } from "./primitives/cast.ts";
export { concat, concatPrimitive } from "./primitives/concat.ts";
export { cumsum, cumsumPrimitive } from "./primitives/cumsum.ts";
export { div, divPrimitive } from "./primitives/div.ts";
export { equal, equalPrimitive } from "./primitives/equal.ts";
export { erf, erfPrimitive } from "./primitives/erf.ts";
export { exp, expPrimitive } from "./primitives/exp.ts";
export { expm1, expm1Primitive } from "./primitives/expm1.ts";
export { floor, floorPrimitive } from "./primitives/floor.ts";
export { foldKey, foldKeyPrimitive, keyTensor } from "./primitives/fold-key.ts";
export { less, lessPrimitive } from "./primitives/less.ts";
export { lessEqual, lessEqualPrimitive } from "./primitives/less-equal.ts";
export { log, logPrimitive } from "./primitives/log.ts";
export { log1p, log1pPrimitive } from "./primitives/log1p.ts";
export { type MatmulOptions, matmul, matmulPrimitive } from "./primitives/matmul.ts";
export { maximum, maximumPrimitive, minimum, minimumPrimitive } from "./primitives/maximum-minimum.ts";
export { mul, mulPrimitive } from "./primitives/mul.ts";
export { neg, negPrimitive } from "./primitives/neg.ts";
export { permute, permutePrimitive, transpose } from "./primitives/permute.ts";
export { pow, powPrimitive } from "./primitives/pow.ts";
export { randomUniform, randomUniformPrimitive } from "./primitives/random-uniform.ts";
export { remainder, remainderPrimitive } from "./primitives/remainder.ts";
export { reshape, reshapePrimitive } from "./primitives/reshape.ts";
export { round, roundPrimitive } from "./primitives/round.ts";
export { sigmoid, sigmoidPrimitive } from "./primitives/sigmoid.ts";
export { sign, signPrimitive } from "./primitives/sign.ts";
export { cos, cosPrimitive, sin, sinPrimitive } from "./primitives/sin-cos.ts";
export {
  pad,
  padPrimitive,
  type SliceRange,
  slice,
  slicePrimitive,
  sliceRanges,
} from "./primitives/slice-pad.ts";
export { sqrt, sqrtPrimitive } from "./primitives/sqrt.ts";
export { stopGradient, stopGradientPrimitive } from "./primitives/stop-gradient.ts";
export { sub, subPrimitive } from "./primitives/sub.ts";
export {
  broadcastPrimitive,
  broadcastTo,
  sum,
  sumPrimitive,
  sumTo,
} from "./primitives/sum-broadcast.ts";
export { scatterAddPrimitive, takePrimitive } from "./primitives/take-scatter.ts";
export { tanh, tanhPrimitive } from "./primitives/tanh.ts";
export { where, wherePrimitive } from "./primitives/where.ts";
export type { ReduceOptions } from "./reduce-over.ts";
export { leafPaths, leaves, mapLeaves, type Tree, withLeaves } from "./tree.ts";
export {
  type Attributes,
  concrete,
  type GradientContext,
  type GradientRule,
  type Interpreter,
  isDifferentiable,
  isValue,
  type Operand,
  type Primitive,
  Traced,
  type Value,
  withLevel,
} from "./value.ts";
