/** What each golden case of an elementary operation calls, in Seqloom's public names. */
import {
  abs,
  add,
  argmax,
  batchNorm,
  booleanIndex,
  broadcastTo,
  clamp,
  concat,
  conv1d,
  cumprod,
  cumsum,
  div,
  einsum,
  elu,
  embedding,
  erf,
  exp,
  expm1,
  flip,
  gather,
  gelu,
  geluTanh,
  hardsigmoid,
  layerNorm,
  leakyRelu,
  log,
  log1p,
  logSigmoid,
  logSoftmax,
  logSumExp,
  maskedFill,
  matmul,
  max,
  maximum,
  mean,
  min,
  mish,
  mul,
  norm,
  pad,
  permute,
  pow,
  prod,
  reciprocal,
  relu,
  remainder,
  repeat,
  reshape,
  roll,
  round,
  rsqrt,
  scatterAdd,
  sigmoid,
  sign,
  silu,
  sin,
  slice,
  softmax,
  softplus,
  softsign,
  sort,
  split,
  sqrt,
  stack,
  std,
  stopGradient,
  sub,
  sum,
  takeRows,
  tanh,
  topk,
  transpose,
  tril,
  type Value,
  variance,
  where,
} from "@seqloom/ops";
import { zeros } from "@seqloom/tensor";
import { lossCalls } from "./loss-calls.ts";

type Names = "a" | "b" | "c" | "i" | "m" | "p" | "q" | "s" | "w" | "W" | "x" | "x0" | "x1" | "x2" | "y";

/** The inputs of a case by name; a call reads those that its case has. */
export type OpsInputs = Readonly<Record<Names, Value>>;

export type Call = (inputs: OpsInputs) => readonly Value[];

const arithmetic: Readonly<Record<string, Call>> = {
  add_broadcast: ({ a, b }) => [add(a, b)],
  div_broadcast: ({ a, b }) => [div(a, b)],
  floor_div_remainder_negative: ({ x }) => [remainder(x, 3)],
  maximum_ties_half: ({ a, b }) => [maximum(a, b)],
  mul_two_sided_broadcast: ({ a, b }) => [mul(a, b)],
  pow_scalar_neg_base: ({ a }) => [pow(a, 3)],
  pow_tensor: ({ a, b }) => [pow(a, b)],
  reuse_accumulates: ({ x }) => [add(mul(x, x), x)],
  round_half_even: ({ x }) => [round(x)],
  sub_0dim: ({ a, b }) => [sub(a, b)],
  where_broadcast: ({ c, a, b }) => [where(c, a, b)],
  detach_stops: ({ x }) => [mul(x, stopGradient(x))],
  log_of_zero_and_negative: ({ x }) => [log(x)],
};

const functions: Readonly<Record<string, (x: Value) => Value>> = {
  abs,
  "clamp_-1_1": (x) => clamp(x, -1, 1),
  elu,
  erf,
  // The file was made with inputs held below 30, and says so in the gradient at 30 and 120.
  exp: (x) => exp(clamp(x, Number.NEGATIVE_INFINITY, 30)),
  expm1: (x) => expm1(clamp(x, Number.NEGATIVE_INFINITY, 30)),
  gelu_exact: gelu,
  gelu_tanh: geluTanh,
  hardsigmoid,
  "leaky_relu_0.1": (x) => leakyRelu(x, 0.1),
  log,
  log1p,
  logsigmoid: logSigmoid,
  mish,
  reciprocal,
  relu,
  rsqrt,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  softsign,
  sqrt,
  tanh,
};

const reductions: Readonly<Record<string, Call>> = {
  argmax_nan: ({ x }) => [argmax(x, 1)],
  argmax_ties: ({ x }) => [argmax(x, 1)],
  cumprod_with_zero: ({ x }) => [cumprod(x, 0)],
  cumsum: ({ x }) => [cumsum(x, 1)],
  cumsum_dim0: ({ x }) => [cumsum(x, 0)],
  logsumexp: ({ x }) => [logSumExp(x, 1, { keepDims: true })],
  logsumexp_with_neginf: ({ x }) => [logSumExp(x, -1)],
  max_dim_ties_first_index: ({ x }) => {
    const { values, indices } = max(x, 1);
    return [values, indices];
  },
  mean_dims_keepdim: ({ x }) => [mean(x, [0, 2], { keepDims: true })],
  mean_empty_nan: ({ x }) => [mean(x)],
  min_dim_negative: ({ x }) => {
    const { values, indices } = min(x, 0);
    return [values, indices];
  },
  norm2: ({ x }) => [norm(x)],
  prod_with_zero: ({ x }) => [prod(x)],
  sort_desc: ({ x }) => {
    const { values, indices } = sort(x, -1, { descending: true });
    return [values, indices];
  },
  std_all: ({ x }) => [std(x)],
  std_unbiased: ({ x }) => [std(x, 1, { keepDims: true })],
  sum_empty: ({ x }) => [sum(x, 0)],
  sum_negative_dim: ({ x }) => [sum(x, -2)],
  topk: ({ x }) => [topk(x, 2, 1).values],
  var_population: ({ x }) => [variance(x, [0, 2], { unbiased: false })],
  var_single_nan: ({ x }) => [variance(x)],
  var_unbiased: ({ x }) => [variance(x, 1)],
};

const products: Readonly<Record<string, Call>> = {
  addmm_linear: ({ x, W, b }) => [add(matmul(x, W, { transposeB: true }), b)],
  conv1d_causal_dil2: ({ x, w, b }) => [conv1d(x, w, { bias: b, dilation: 2, padding: "causal" })],
  dot: ({ a, b }) => [matmul(a, b)],
  einsum_0: ({ x0, x1 }) => [einsum("bij,bjk->bik", x0, x1)],
  einsum_1: ({ x0, x1, x2 }) => [einsum("ij,jk,kl->il", x0, x1, x2)],
  einsum_2: ({ x0, x1 }) => [einsum("bthd,bshd->bhts", x0, x1)],
  einsum_3: ({ x0 }) => [einsum("ii->i", x0)],
  einsum_4: ({ x0 }) => [einsum("ij->", x0)],
  einsum_6: ({ x0, x1 }) => [einsum("i,j->ij", x0, x1)],
  einsum_7: ({ x0 }) => [einsum("ijk->kji", x0)],
  matmul_2d: ({ a, b }) => [matmul(a, b)],
  matmul_batch_broadcast: ({ a, b }) => [matmul(a, b)],
  matmul_mat_vec: ({ a, b }) => [matmul(a, b)],
  matmul_vec_mat: ({ a, b }) => [matmul(a, b)],
  transpose_noncontig_matmul: ({ x }) => [matmul(transpose(x), x)],
};

const arrangements: Readonly<Record<string, Call>> = {
  boolean_mask: ({ x, m }) => [booleanIndex(x, m)],
  cat: ({ a, b }) => [concat([a, b], 1)],
  embedding_repeats_padding: ({ i, W }) => [embedding(W, i, { paddingIndex: 0 })],
  expand_then_sum: ({ x, w }) => [sum(mul(broadcastTo(x, [4, 3]), w), 0)],
  gather: ({ x, i }) => [gather(x, 1, i)],
  index_select: ({ x, i }) => [takeRows(x, i, 1)],
  masked_fill: ({ x, m }) => [maskedFill(x, m, 5)],
  pad_constant_neg: ({ x }) => [
    pad(
      x,
      [
        [0, 0],
        [2, 1],
      ],
      1.5,
    ),
  ],
  permute_reshape: ({ x }) => [reshape(permute(x, [2, 0, 1]), [4, -1])],
  repeat: ({ x }) => [repeat(x, [2, 3])],
  roll: ({ x }) => [roll(x, 2, 1)],
  scatter_add: ({ x, i }) => [scatterAdd(zeros([3, 4], x.dtype), 1, i, x)],
  slice_step: ({ x }) => [slice(flip(slice(x, 0, 1, undefined, 2), 1), 1, 0, 2)],
  stack_split: ({ a, b }) => split(stack([a, b], 1), [1, 1], 1),
  tril_mask: ({ x }) => [tril(x, -1)],
};

const normalisations: Readonly<Record<string, Call>> = {
  batch_norm_train: ({ x, w, b }) => [batchNorm(x, { weight: w, bias: b }).y],
  layer_norm_2dims: ({ x }) => [layerNorm(x, { axes: 2 })],
  layer_norm_affine: ({ x, w, b }) => [layerNorm(x, { weight: w, bias: b })],
  layer_norm_constant_row: ({ x }) => [layerNorm(x)],
  log_softmax: ({ x }) => [logSoftmax(x, 1)],
  log_softmax_large: ({ x }) => [logSoftmax(x)],
  softmax_dim0_3d: ({ x }) => [softmax(x, 0)],
  softmax_large: ({ x }) => [softmax(x)],
  softmax_last: ({ x }) => [softmax(x)],
  softmax_masked_neginf: ({ x, m }) => [softmax(maskedFill(x, m, Number.NEGATIVE_INFINITY))],
};

/** By the name of the case. */
export const opsCalls: Readonly<Record<string, Call>> = {
  ...arithmetic,
  ...Object.fromEntries(
    Object.entries(functions).map(([name, f]) => [`unary_${name}`, ({ x }: OpsInputs) => [f(x)]]),
  ),
  ...reductions,
  ...products,
  ...arrangements,
  ...normalisations,
  ...lossCalls,
};
