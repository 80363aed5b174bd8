/**
 * What a forecast or detect section may name, language reference section 11.
 */
import { count, type Entry, type Parameter, share } from "./kind.ts";

export const baselines: readonly Entry[] = [
  { name: "naive", args: [], options: [], doc: "The last value." },
  { name: "drift", args: [], options: [], doc: "The line through the first and the last value." },
  { name: "mean", args: [], options: [], doc: "The mean of what is known." },
  {
    name: "seasonal",
    args: [{ name: "n", kind: count(), doc: "steps of a season" }],
    options: [],
    doc: "The value one season ago.",
  },
  { name: "linear", args: [], options: [], doc: "Linear regression on the same window." },
  { name: "theta", args: [], options: [], doc: "The theta method (Assimakopoulos & Nikolopoulos 2000)." },
];

const levels: Parameter = {
  name: "levels",
  kind: { ...share, above: 0, below: 1 },
  many: true,
  doc: "shares of truths that lie inside",
};

export const intervals: readonly Entry[] = [
  {
    name: "conformal",
    args: [levels],
    options: [],
    doc: "As wide as the errors on the validation part (Vovk, Gammerman & Shafer 2005).",
  },
  { name: "quantiles", args: [], options: [], doc: "The quantiles that the model gives." },
];

export const thresholds: readonly Entry[] = [
  {
    name: "quantile",
    args: [
      { name: "level", kind: { ...share, above: 0, below: 1 }, doc: "share of validation scores below" },
    ],
    options: [],
    doc: "A quantile of the scores on the validation part.",
  },
];

/** How numbers are scaled. */
export const scalers: readonly Entry[] = [
  { name: "standard", doc: "Mean 0, standard deviation 1." },
  { name: "minmax", doc: "From 0 to 1." },
  { name: "robust", doc: "Median 0, middle half 1 wide." },
  { name: "mean", doc: "Divided by the mean of the absolute values." },
  { name: "log", doc: "Natural logarithm." },
  { name: "none", doc: "As they are." },
].map((scaler) => ({ ...scaler, args: [], options: [] }));
