/**
 * What a train section may name: losses, optimisers, schedules, metrics, language reference section 10.
 */
import {
  count,
  type Entry,
  notNegative,
  type Parameter,
  positive,
  share,
  shareBelowOne,
  truth,
} from "./kind.ts";

/**
 * What a loss wants of the output, told from the axes of the target y.
 *
 * `same`: the axes of y. `levels`: then `quantile`. `parameters`: then `parameter`, of so many entries. `classes`: then
 * the vocabulary of y. `scores`: the axes of y, before sigmoid.
 */
export type OutputForm = "same" | "levels" | "parameters" | "classes" | "scores";

export interface Loss extends Entry {
  readonly output: OutputForm;
  /** How many numbers describe one distribution; for `parameters`. */
  readonly parameters?: number;
}

const levels: Parameter = {
  name: "levels",
  kind: { ...share, above: 0, below: 1 },
  many: true,
  doc: "which quantiles",
};

export const losses: readonly Loss[] = [
  { name: "mse", args: [], options: [], output: "same", doc: "Mean squared error." },
  { name: "mae", args: [], options: [], output: "same", doc: "Mean absolute error." },
  {
    name: "huber",
    args: [],
    options: [{ name: "delta", kind: positive, default: 1, doc: "error from which on it is linear" }],
    output: "same",
    doc: "Squared for small errors, absolute for large ones (Huber 1964).",
  },
  {
    name: "logCosh",
    args: [],
    options: [],
    output: "same",
    doc: "Logarithm of the hyperbolic cosine of the error.",
  },
  {
    name: "quantile",
    args: [levels],
    options: [],
    output: "levels",
    doc: "Pinball loss of several quantiles.",
  },
  {
    name: "gaussian",
    args: [],
    options: [],
    output: "parameters",
    parameters: 2,
    doc: "Likelihood of a normal distribution.",
  },
  {
    name: "studentT",
    args: [],
    options: [],
    output: "parameters",
    parameters: 3,
    doc: "Likelihood of Student's t distribution.",
  },
  {
    name: "negativeBinomial",
    args: [],
    options: [],
    output: "parameters",
    parameters: 2,
    doc: "Likelihood of counts.",
  },
  {
    name: "binaryCrossEntropy",
    args: [],
    options: [{ name: "weight", kind: positive, default: 1, doc: "weight of the ones" }],
    output: "scores",
    doc: "For targets of 0 and 1; takes scores before sigmoid.",
  },
  {
    name: "crossEntropy",
    args: [],
    options: [
      { name: "balance", kind: truth, default: false, doc: "rare classes weigh more" },
      {
        name: "smoothing",
        kind: shareBelowOne,
        default: 0,
        doc: "share of certainty given to the other classes",
      },
    ],
    output: "classes",
    doc: "For classes; takes scores before softmax.",
  },
];

const rate: Parameter = { name: "rate", kind: positive, default: 1e-3, doc: "learning rate" };
const neededRate: Parameter = { name: "rate", kind: positive, doc: "learning rate" };
const decay = (value: number): Parameter => ({
  name: "decay",
  kind: notNegative,
  default: value,
  doc: "decay of the weights",
});
const beta = (name: string, value: number): Parameter => ({
  name,
  kind: shareBelowOne,
  default: value,
  doc: "share of the old mean that is kept",
});
const adamOptions: readonly Parameter[] = [
  beta("beta1", 0.9),
  beta("beta2", 0.999),
  { name: "epsilon", kind: positive, default: 1e-8, doc: "keeps the division away from 0" },
];

export const optimisers: readonly Entry[] = [
  {
    name: "sgd",
    args: [neededRate],
    options: [
      { name: "momentum", kind: shareBelowOne, default: 0, doc: "share of the last step that is repeated" },
      { name: "nesterov", kind: truth, default: false, doc: "look ahead before the gradient counts" },
    ],
    doc: "Stochastic gradient descent.",
  },
  {
    name: "rmsprop",
    args: [neededRate],
    options: [],
    doc: "Steps divided by the size of recent gradients (Tieleman & Hinton 2012).",
  },
  {
    name: "adagrad",
    args: [neededRate],
    options: [],
    doc: "Steps divided by the size of all gradients so far (Duchi, Hazan & Singer 2011).",
  },
  {
    name: "adam",
    args: [rate],
    options: [...adamOptions, decay(0)],
    doc: "Adaptive moments (Kingma & Ba 2015).",
  },
  {
    name: "adamW",
    args: [rate],
    options: [...adamOptions, decay(0.01)],
    doc: "Adam with decay apart from the gradient (Loshchilov & Hutter 2019).",
  },
  {
    name: "nadam",
    args: [rate],
    options: [...adamOptions],
    doc: "Adam with Nesterov momentum (Dozat 2016).",
  },
  {
    name: "lion",
    args: [neededRate],
    options: [beta("beta1", 0.9), beta("beta2", 0.99), decay(0)],
    doc: "Steps of the sign of the momentum (Chen et al. 2023).",
  },
];

export const schedules: readonly Entry[] = [
  { name: "constant", args: [], options: [], doc: "The same rate throughout." },
  {
    name: "step",
    args: [],
    options: [
      { name: "every", kind: count(), doc: "epochs between two steps" },
      { name: "factor", kind: { ...positive, to: 1 }, default: 0.1, doc: "what the rate is multiplied by" },
    ],
    doc: "Multiplied by a factor every so many epochs.",
  },
  {
    name: "exponential",
    args: [],
    options: [
      { name: "factor", kind: { ...positive, to: 1 }, doc: "what the rate is multiplied by each epoch" },
    ],
    doc: "Multiplied by a factor each epoch.",
  },
  {
    name: "linear",
    args: [],
    options: [{ name: "to", kind: notNegative, default: 0, doc: "the last rate" }],
    doc: "In a straight line to another rate.",
  },
  {
    name: "cosine",
    args: [],
    options: [
      {
        name: "warmup",
        kind: shareBelowOne,
        default: 0,
        doc: "share of the training in which the rate rises from 0",
      },
      { name: "to", kind: notNegative, default: 0, doc: "the last rate" },
    ],
    doc: "Down along half a cosine (Loshchilov & Hutter 2017).",
  },
  {
    name: "oneCycle",
    args: [],
    options: [{ name: "peak", kind: positive, doc: "the largest rate" }],
    doc: "Up to a peak and down again (Smith 2018).",
  },
  {
    name: "plateau",
    args: [],
    options: [
      { name: "patience", kind: count(), default: 10, doc: "epochs without improvement" },
      { name: "factor", kind: { ...positive, to: 1 }, default: 0.1, doc: "what the rate is multiplied by" },
    ],
    doc: "Multiplied by a factor when the validation loss stands still.",
  },
];

/** What a metric is measured on: `numbers`, `classes` (or 0 and 1), `distributions`. */
export interface Metric {
  readonly name: string;
  readonly on: "numbers" | "classes" | "distributions";
  readonly better: "smaller" | "larger";
  readonly doc: string;
}

export const metrics: readonly Metric[] = [
  { name: "mae", on: "numbers", better: "smaller", doc: "Mean absolute error." },
  { name: "mse", on: "numbers", better: "smaller", doc: "Mean squared error." },
  { name: "rmse", on: "numbers", better: "smaller", doc: "Root of the mean squared error." },
  { name: "r2", on: "numbers", better: "larger", doc: "Share of the variance that is explained." },
  { name: "mape", on: "numbers", better: "smaller", doc: "Mean absolute error in shares of the truth." },
  {
    name: "smape",
    on: "numbers",
    better: "smaller",
    doc: "Mean absolute error in shares of truth and forecast.",
  },
  {
    name: "mase",
    on: "numbers",
    better: "smaller",
    doc: "Mean absolute error in units of the naive forecast's (Hyndman & Koehler 2006).",
  },
  { name: "pinball", on: "distributions", better: "smaller", doc: "Mean pinball loss of the quantiles." },
  { name: "crps", on: "distributions", better: "smaller", doc: "Continuous ranked probability score." },
  { name: "coverage", on: "distributions", better: "larger", doc: "Share of truths inside the interval." },
  { name: "direction", on: "numbers", better: "larger", doc: "Share of changes whose sign is right." },
  { name: "accuracy", on: "classes", better: "larger", doc: "Share of right answers." },
  { name: "exact", on: "classes", better: "larger", doc: "Share of sequences that are right at every step." },
  { name: "macroF1", on: "classes", better: "larger", doc: "F1 score, each class with the same weight." },
  { name: "auc", on: "classes", better: "larger", doc: "Area under the receiver operating characteristic." },
  { name: "bitsPerCharacter", on: "classes", better: "smaller", doc: "Cross-entropy in bits." },
  { name: "perplexity", on: "classes", better: "smaller", doc: "Exponential of the cross-entropy." },
];
