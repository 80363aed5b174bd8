/** Losses by the names of the language. */
import {
  binaryCrossEntropy,
  crossEntropy,
  gaussianNll,
  huber,
  l1,
  logCosh,
  mse,
  negativeBinomialNll,
  pinball,
  studentTNll,
} from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import type { Tensor } from "@seqloom/tensor";
import { type Named, numberOf, numbersOf } from "./setting.ts";

/** What a loss may need to know beside prediction and target. */
export interface LossContext {
  /** For classes with `balance`: a weight for each class, so that rare ones count as much. */
  readonly classWeights: Tensor | undefined;
  /** bool, true where the target has a step; undefined where all are there. Of the target's axes. */
  readonly mask: Value | undefined;
}

/** One loss for each target, or for each number of it. */
type LossCarrier = (prediction: Value, target: Value, setting: Named, context: LossContext) => Value;

/** Losses by entry; the mean over valid steps is taken by the caller. */
export const losses: Readonly<Record<string, LossCarrier>> = {
  mse: (p, y) => mse(p, y, { reduction: "none" }),
  mae: (p, y) => l1(p, y, { reduction: "none" }),
  huber: (p, y, setting) => huber(p, y, { reduction: "none", delta: numberOf(setting, "delta", 1) }),
  logCosh: (p, y) => logCosh(p, y, { reduction: "none" }),
  quantile: (p, y, setting) => pinball(p, y, { reduction: "none", quantiles: numbersOf(setting, "levels") }),
  gaussian: (p, y) => gaussianNll(p, y, { reduction: "none" }),
  studentT: (p, y) => studentTNll(p, y, { reduction: "none" }),
  negativeBinomial: (p, y) => negativeBinomialNll(p, y, { reduction: "none" }),
  binaryCrossEntropy: (p, y, setting) =>
    binaryCrossEntropy(p, y, { reduction: "none", positiveWeight: numberOf(setting, "weight", 1) }),
  crossEntropy: (p, y, setting, { classWeights }) =>
    crossEntropy(p, y, {
      reduction: "none",
      ignore: -1, // a class that the training part does not have
      smoothing: numberOf(setting, "smoothing", 0),
      ...(classWeights !== undefined && { weights: classWeights }),
    }),
};
