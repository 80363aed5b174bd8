/** The absolute error. */
import { abs, sub, type Value } from "@seqloom/ops";
import { checkTarget, type LossOptions, reduce } from "./reduction.ts";

/**
 * |prediction - target|; the gradient is 0 where they agree.
 *
 * @param target  of the shape of the prediction
 * @returns       a scalar, or one loss for each entry with reduction `none`
 * @throws SeqError "loss-target" if the shapes differ
 * @example l1(tensor([1, 2]), tensor([1, 4]))       // 1
 */
export function l1(prediction: Value, target: Value, options: LossOptions = {}): Value {
  checkTarget("l1", prediction.shape, target.shape);
  return reduce(abs(sub(prediction, target)), options);
}
