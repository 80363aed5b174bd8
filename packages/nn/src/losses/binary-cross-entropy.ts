/** Cross entropy of yes and no. */
import { add, logSigmoid, mul, type Operand, sub, type Value } from "@seqloom/ops";
import { checkTarget, type LossOptions, reduce } from "./reduction.ts";

export interface BinaryCrossEntropyOptions extends LossOptions {
  /** Factor of the loss of positive examples, a number or a value that broadcasts to the scores; 1 if left out. */
  readonly positiveWeight?: Operand;
}

/**
 * -w y log(p) - (1 - y) log(1 - p) with p = sigmoid(score), finite for every finite score.
 *
 * @param scores  before the sigmoid, of any shape
 * @param target  0 or 1 or a probability between, of the shape of the scores
 * @returns       a scalar, or one loss for each entry with reduction `none`
 * @throws SeqError "loss-target" if the shapes differ
 * @example binaryCrossEntropy(tensor([0]), tensor([1]))      // log 2
 */
export function binaryCrossEntropy(
  scores: Value,
  target: Value,
  options: BinaryCrossEntropyOptions = {},
): Value {
  const { positiveWeight = 1 } = options;
  checkTarget("binaryCrossEntropy", scores.shape, target.shape);
  // -log(1 - p) = score - log(p): both parts through one logarithm that keeps its digits
  const factor = positiveWeight === 1 ? 1 : add(1, mul(sub(positiveWeight, 1), target));
  return reduce(sub(mul(sub(1, target), scores), mul(factor, logSigmoid(scores))), options);
}
