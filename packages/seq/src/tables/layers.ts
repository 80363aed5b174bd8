/**
 * The functions of bodies: layers and operations, language reference section 8.
 *
 * `from` and `to` tell the axes: `*` stands for any axes, `t` for the ordered one. The rules that work them out are in
 * `2-check/rules`, what carries them out in `3-lower`; both have an entry for every name here.
 */
import {
  anyNumber,
  count,
  type Entry,
  type Kind,
  notNegative,
  type Parameter,
  shareBelowOne,
  truth,
  word,
} from "./kind.ts";

export interface LayerFunction extends Entry {
  readonly from: string;
  readonly to: string;
  /** Only inside a cell. */
  readonly cellOnly?: true;
  /** It has weights. */
  readonly weights?: true;
  /** Its options are axes of the value, each with its new name. */
  readonly renames?: true;
}

const value: Kind = { kind: "value" };
const operand: Kind = { kind: "operand" };
const size: Kind = { kind: "size" };
const axis: Kind = { kind: "axis" };
const name: Kind = { kind: "name" };

const x: Parameter = { name: "x", kind: value, doc: "the value" };
const overOption: Parameter = {
  name: "over",
  kind: axis,
  optional: true,
  doc: "which ordered axis to run along, where the value has several",
};
/** Every stage may be named. */
export const nameOption: Parameter = {
  name: "name",
  kind: name,
  optional: true,
  doc: "the stage's name in the paths of its weights",
};

/** What every cell takes, built in or not. */
export const cellOptions: readonly Parameter[] = [
  { name: "layers", kind: { ...count(), to: 1_000 }, default: 1, doc: "layers on top of each other" },
  { name: "bidirectional", kind: truth, default: false, doc: "a second half that reads backwards" },
  { name: "reverse", kind: truth, default: false, doc: "read from the end to the start" },
  {
    name: "dropout",
    kind: shareBelowOne,
    default: 0,
    doc: "share of values dropped between layers while training",
  },
  {
    name: "recurrentDropout",
    kind: shareBelowOne,
    default: 0,
    doc: "share of states dropped, one mask a sequence",
  },
  { name: "start", kind: { kind: "start" }, optional: true, doc: "first values of the states" },
  overOption,
  {
    name: "remat",
    kind: word("none", "cheap", "states"),
    default: "none",
    doc: "what is computed again for the backward run",
  },
  {
    name: "recurrent",
    kind: word("uniform", "orthogonal", "identity"),
    default: "uniform",
    doc: "first weights on the states",
  },
  {
    name: "gain",
    kind: { kind: "number", above: 0 },
    default: 1,
    doc: "factor on the first weights on the states",
  },
  nameOption,
];

function layer(
  called: string,
  args: readonly Parameter[],
  from: string,
  to: string,
  doc: string,
  more: Partial<LayerFunction> = {},
): LayerFunction {
  return { name: called, args, options: [], from, to, doc, ...more };
}

const width: Parameter = { name: "n", kind: size, doc: "size of the new axis" };
const weights = { weights: true, options: [nameOption] } as const;
const anywhere: readonly Parameter[] = [
  x,
  { name: "a", kind: axis, optional: true, doc: "the axis; the last one if left out" },
];
const along: readonly Parameter[] = [x];
const overTime = { options: [overOption] } as const;

const withWeights: readonly LayerFunction[] = [
  layer(
    "linear",
    [x, { ...width, name: "a", many: true }],
    "[*, n]",
    "[*, a]",
    "A learned product with a matrix, and a bias.",
    {
      weights: true,
      options: [{ name: "bias", kind: truth, default: true, doc: "add a learned constant" }, nameOption],
    },
  ),
  layer(
    "embedding",
    [x, width],
    "[*] of v",
    "[*, n]",
    "Looks up learned numbers for each place of a vocabulary.",
    weights,
  ),
  layer(
    "rnn",
    [x, width],
    "[batch, t, i]",
    "[batch, t, n] and the state",
    "Simple recurrent network (Elman 1990).",
    {
      weights: true,
      options: [
        { name: "activation", kind: { kind: "function" }, default: "tanh", doc: "what squashes the state" },
        ...cellOptions,
      ],
    },
  ),
  layer(
    "lstm",
    [x, width],
    "[batch, t, i]",
    "[batch, t, n] and the state",
    "Long short-term memory (Hochreiter & Schmidhuber 1997).",
    {
      weights: true,
      options: [
        { name: "forgetBias", kind: anyNumber, default: 0, doc: "first bias of the forget gate" },
        ...cellOptions,
      ],
    },
  ),
  layer(
    "gru",
    [x, width],
    "[batch, t, i]",
    "[batch, t, n] and the state",
    "Gated recurrent unit (Cho et al. 2014).",
    {
      weights: true,
      options: cellOptions,
    },
  ),
  layer("conv", [x, width], "[batch, t, i]", "[batch, t, n]", "A learned sum over neighbouring steps.", {
    weights: true,
    options: [
      { name: "width", kind: { ...count(), to: 10_000 }, default: 3, doc: "steps in the sum" },
      { name: "causal", kind: truth, default: true, doc: "only steps up to the present one" },
      overOption,
      nameOption,
    ],
  }),
  layer(
    "layerNorm",
    [x],
    "[*, n]",
    "the same",
    "Mean 0 and variance 1 along the last axis, then a learned factor and bias (Ba, Kiros & Hinton 2016).",
    weights,
  ),
  layer(
    "rmsNorm",
    [x],
    "[*, n]",
    "the same",
    "Root mean square 1 along the last axis, then a learned factor (Zhang & Sennrich 2019).",
    weights,
  ),
  layer(
    "attention",
    [x, { name: "keys", kind: value, doc: "what is looked at" }, width],
    "[batch, t, a], [batch, u, b]",
    "[batch, t, n]",
    "Learned attention over the steps of `keys` (Vaswani et al. 2017).",
    {
      weights: true,
      options: [
        { name: "heads", kind: count(), default: 1, doc: "parts of n that look on their own" },
        nameOption,
      ],
    },
  ),
  layer(
    "affine",
    [{ ...x, many: true }],
    "[n]",
    "as wide as the arithmetic around it",
    "A learned `W v + b`; of several values `W v + U w + b`.",
    {
      cellOnly: true,
      weights: true,
      options: [
        { name: "bias", kind: truth, default: true, doc: "add a learned constant" },
        { name: "biasStart", kind: anyNumber, default: 0, doc: "first value of the bias" },
        { name: "to", kind: size, optional: true, doc: "how wide the result is" },
      ],
    },
  ),
];

const attending: readonly LayerFunction[] = [
  layer(
    "attend",
    [x, { name: "keys", kind: value, doc: "what is looked at" }],
    "[batch, t, n], [batch, u, n]",
    "[batch, t, m]",
    "Weighted mean of the steps of `values`, weights from the scaled dot products with `keys`.",
    {
      options: [
        { name: "values", kind: value, optional: true, doc: "what is averaged; the keys if left out" },
      ],
    },
  ),
  layer(
    "dot",
    [x, { name: "q", kind: value, doc: "the other value" }],
    "[s, p, a], [s, q, a]",
    "[s, p, q]",
    "Sum of products over an axis that both have.",
    {
      options: [{ name: "over", kind: axis, doc: "the axis that is summed" }],
    },
  ),
];

const random: readonly LayerFunction[] = [
  layer(
    "dropout",
    [x, { name: "share", kind: shareBelowOne, doc: "share of values set to 0 while training" }],
    "any",
    "the same",
    "Sets a share of the values to 0 while training (Srivastava et al. 2014).",
  ),
  layer(
    "noise",
    [x, { name: "sd", kind: notNegative, doc: "standard deviation" }],
    "any",
    "the same",
    "Adds normal noise while training.",
  ),
  layer(
    "zoneout",
    [
      { ...x, name: "new", doc: "the state after the step" },
      { name: "old", kind: value, doc: "the state before" },
      { name: "share", kind: shareBelowOne, doc: "share of units that stay" },
    ],
    "[n], [n]",
    "[n]",
    "Keeps a share of the units at their old value (Krueger et al. 2017).",
    { cellOnly: true },
  ),
];

const times: readonly LayerFunction[] = [
  layer("last", along, "[*, t, *]", "[*, *]", "The last step of each sequence, never padding.", overTime),
  layer("first", along, "[*, t, *]", "[*, *]", "The first step.", overTime),
  layer(
    "ends",
    along,
    "[batch, t, 2 * n], bidirectional",
    "[batch, 2 * n]",
    "The last step of the forward half beside the first of the backward half.",
    overTime,
  ),
  layer(
    "shift",
    [x, { name: "k", kind: { kind: "number", whole: true, from: 0 }, default: 1, doc: "steps" }],
    "[*, t, *]",
    "the same",
    "Each step moves k steps later; zeros come first.",
    overTime,
  ),
  layer("reverse", along, "[*, t, *]", "the same", "Each sequence from its end to its start.", overTime),
  layer("cumsum", along, "[*, t, *]", "the same", "Sums up to each step.", overTime),
  layer(
    "spread",
    [x, { name: "a", kind: size, doc: "the ordered axis to repeat along" }],
    "[batch, *]",
    "[batch, a, *]",
    "Repeats a value along an ordered axis.",
  ),
];

const reductionDocs = {
  sum: "Sum over an axis.",
  mean: "Mean over an axis, without padding.",
  max: "Largest entry along an axis.",
  min: "Smallest entry along an axis.",
  std: "Standard deviation along an axis.",
  norm: "Euclidean length along an axis.",
};

const reductions: readonly LayerFunction[] = [
  ...Object.entries(reductionDocs).map(([called, doc]) =>
    layer(called, anywhere, "[*, a, *]", "[*, *]", doc),
  ),
  layer("argmax", anywhere, "[*, a, *]", "[*, *] of a", "The place of the largest entry along an axis."),
  layer("softmax", anywhere, "[*, a, *]", "the same", "Shares that add up to 1 along an axis."),
  layer("logSoftmax", anywhere, "[*, a, *]", "the same", "Logarithms of the shares that softmax gives."),
];

const shapes: readonly LayerFunction[] = [
  layer("onehot", [x], "[*] of v", "[*, v]", "1 at each value's place, 0 elsewhere."),
  layer(
    "concat",
    [{ ...x, many: true }],
    "[*, m], [*, n]",
    "[*, m + n]",
    "Values side by side along an axis, the last one if none is named.",
    {
      options: [{ name: "axis", kind: axis, optional: true, doc: "the axis; the last one if left out" }],
    },
  ),
  layer(
    "stack",
    [{ ...x, many: true }],
    "k times [*]",
    "[*, name = k]",
    "Values of the same axes along a new last axis.",
    {
      options: [{ name: "as", kind: name, optional: true, doc: "the name of the new axis" }],
    },
  ),
  layer(
    "split",
    [x, { name: "k", kind: { ...count(), to: 10_000 }, doc: "how many parts" }],
    "[*, n]",
    "k results [*, n / k]",
    "Equal parts of the last axis.",
  ),
  layer(
    "take",
    [
      x,
      { name: "a", kind: axis, doc: "the axis" },
      { name: "from", kind: count(0), doc: "first place, from 0" },
      { name: "count", kind: count(), doc: "how many places" },
    ],
    "[*, a, *]",
    "[*, count, *]",
    "A stretch of an axis.",
  ),
  layer(
    "merge",
    [
      x,
      { name: "a", kind: axis, doc: "the first axis" },
      { name: "b", kind: axis, doc: "the axis behind it" },
    ],
    "[*, a, b, *]",
    "[*, a * b, *]",
    "Two neighbouring axes become one, row by row.",
  ),
  layer(
    "unmerge",
    [
      x,
      { name: "a", kind: size, doc: "the first of the new axes" },
      { name: "b", kind: size, doc: "the second" },
    ],
    "[*, a * b]",
    "[*, a, b]",
    "The last axis becomes two.",
  ),
  layer(
    "rename",
    [x],
    "[*, old, *]",
    "[*, new, *]",
    "The same value with another name for an axis: `rename(feature = hidden)`.",
    { renames: true },
  ),
  layer(
    "order",
    [x, { name: "a", kind: axis, many: true, doc: "all axes in their new order" }],
    "the same axes",
    "in this order",
    "Axes in another order.",
  ),
];

const squashing = {
  tanh: "Hyperbolic tangent, between -1 and 1.",
  sigmoid: "1 / (1 + exp(-x)), between 0 and 1.",
  relu: "x where it is over 0, else 0.",
  leakyRelu: "x where it is over 0, else 0.01 x.",
  elu: "x where it is over 0, else exp(x) - 1.",
  gelu: "x times the normal distribution function of x.",
  silu: "x sigmoid(x).",
  softplus: "log(1 + exp(x)).",
  exp: "Exponential.",
  log: "Natural logarithm.",
  sqrt: "Square root.",
  abs: "Absolute value.",
  sign: "-1, 0 or 1.",
  sin: "Sine.",
  cos: "Cosine.",
};

/** Functions of one number, entry by entry. A cell's option may name one. */
export const elementWise: readonly string[] = Object.keys(squashing);

const pointwise: readonly LayerFunction[] = [
  ...Object.entries(squashing).map(([called, doc]) => layer(called, [x], "any", "the same", doc)),
  layer(
    "clamp",
    [x, { name: "low", kind: operand, doc: "least" }, { name: "high", kind: operand, doc: "largest" }],
    "arithmetic rule",
    "as arithmetic",
    "Keeps values between two bounds.",
  ),
  layer(
    "where",
    [
      { ...x, name: "condition", doc: "where it is not 0" },
      { name: "p", kind: operand, doc: "the value there" },
      { name: "q", kind: operand, doc: "the value elsewhere" },
    ],
    "arithmetic rule",
    "as arithmetic",
    "One of two values, entry by entry.",
  ),
  layer(
    "smaller",
    [x, { name: "q", kind: operand, doc: "the other value" }],
    "arithmetic rule",
    "as arithmetic",
    "The smaller of two values, entry by entry.",
  ),
  layer(
    "larger",
    [x, { name: "q", kind: operand, doc: "the other value" }],
    "arithmetic rule",
    "as arithmetic",
    "The larger of two values, entry by entry.",
  ),
  layer("stopGradient", [x], "any", "the same", "The same value; no gradient goes back through it."),
];

/** Every function of bodies. */
export const layerFunctions: readonly LayerFunction[] = [
  ...withWeights,
  ...attending,
  ...random,
  ...times,
  ...reductions,
  ...shapes,
  ...pointwise,
];

/** First values of a `weight`. */
export const initialValues: readonly Entry[] = [
  { name: "zeros", args: [], options: [], doc: "All 0." },
  { name: "ones", args: [], options: [], doc: "All 1." },
  {
    name: "normal",
    args: [{ name: "sd", kind: { kind: "number", above: 0 }, doc: "standard deviation" }],
    options: [],
    doc: "Normal numbers around 0.",
  },
  {
    name: "uniform",
    args: [{ name: "limit", kind: { kind: "number", above: 0 }, doc: "largest distance from 0" }],
    options: [],
    doc: "Evenly spread numbers around 0.",
  },
  {
    name: "xavier",
    args: [],
    options: [],
    doc: "Uniform with a limit that keeps variances (Glorot & Bengio 2010).",
  },
  { name: "orthogonal", args: [], options: [], doc: "A random rotation (Saxe, McClelland & Ganguli 2014)." },
];
