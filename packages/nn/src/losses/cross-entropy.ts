/** Cross entropy of scores and classes, or of scores and class probabilities. */
import { add, logSoftmax, mul, neg, reshape, sum, type Value } from "@seqloom/ops";
import { isFloat, normalizeAxis } from "@seqloom/tensor";
import { type ClassLossOptions, classTargets } from "./class-targets.ts";
import { checkTarget, reduce } from "./reduction.ts";

export interface CrossEntropyOptions extends ClassLossOptions {
  /** Share of the target that is spread evenly over all classes; 0 if left out. Szegedy et al. 2016. */
  readonly smoothing?: number;
}

/**
 * -sum(w_c q_c log(softmax(scores)_c)) over the classes c, where q is the target.
 *
 * @param scores  before the softmax, [..., C]; [B, C, T] with `axis: 1`
 * @param target  class numbers, i32 [...], or class probabilities, floats of the shape of the scores
 * @returns       a scalar; the mean over class numbers divides by the sum of their weights and is NaN if nothing
 *                counts, the mean over probabilities divides by the number of targets; one loss for each target with
 *                reduction `none`
 * @throws SeqError "loss-target", "index-range" for a class that does not exist
 * @example crossEntropy(tensor([[0, 0]]), tensor([1], "i32"))       // log 2
 */
export function crossEntropy(scores: Value, target: Value, options: CrossEntropyOptions = {}): Value {
  const axis = normalizeAxis(options.axis ?? -1, scores.shape.length, "crossEntropy");
  const logs = logSoftmax(scores, axis);
  return isFloat(target.dtype)
    ? ofProbabilities(logs, target, axis, options)
    : ofClasses(logs, target, axis, options);
}

function ofClasses(logs: Value, target: Value, axis: number, options: CrossEntropyOptions): Value {
  const { smoothing = 0 } = options;
  const targets = classTargets("crossEntropy", logs, target, options);
  const losses = targets.weighted(neg(targets.pick(logs)));
  if (smoothing === 0) return targets.reduce(losses);
  const spread = neg(sum(weightedClasses(logs, axis, options), axis));
  const classes = logs.shape[axis] ?? 1;
  return targets.reduce(add(mul(1 - smoothing, losses), mul(smoothing / classes, spread)));
}

function ofProbabilities(logs: Value, target: Value, axis: number, options: CrossEntropyOptions): Value {
  const { smoothing = 0 } = options;
  checkTarget("crossEntropy", logs.shape, target.shape);
  const classes = logs.shape[axis] ?? 1;
  const smooth = smoothing === 0 ? target : add(mul(1 - smoothing, target), smoothing / classes);
  return reduce(neg(sum(mul(smooth, weightedClasses(logs, axis, options)), axis)), options);
}

function weightedClasses(logs: Value, axis: number, { weights }: CrossEntropyOptions): Value {
  if (weights === undefined) return logs;
  return mul(
    reshape(
      weights,
      logs.shape.map((n, i) => (i === axis ? n : 1)),
    ),
    logs,
  );
}
