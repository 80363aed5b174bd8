/** The squared error. */
import { mul, sub, type Value } from "@seqloom/ops";
import { checkTarget, type LossOptions, reduce } from "./reduction.ts";

/**
 * (prediction - target)^2.
 *
 * @param target  of the shape of the prediction
 * @returns       a scalar, or one loss for each entry with reduction `none`
 * @throws SeqError "loss-target" if the shapes differ
 * @example mse(tensor([1, 2]), tensor([1, 4]))      // 2
 */
export function mse(prediction: Value, target: Value, options: LossOptions = {}): Value {
  checkTarget("mse", prediction.shape, target.shape);
  const difference = sub(prediction, target);
  return reduce(mul(difference, difference), options);
}
