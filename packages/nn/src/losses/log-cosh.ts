/** A smooth absolute error. */
import { add, mul, softplus, sub, type Value } from "@seqloom/ops";
import { checkTarget, type LossOptions, reduce } from "./reduction.ts";

/**
 * log(cosh(d)) of the error d: d^2 / 2 near 0 and |d| - log 2 far away, smooth everywhere.
 *
 * @param target  of the shape of the prediction
 * @returns       a scalar, or one loss for each entry with reduction `none`
 * @throws SeqError "loss-target" if the shapes differ
 */
export function logCosh(prediction: Value, target: Value, options: LossOptions = {}): Value {
  checkTarget("logCosh", prediction.shape, target.shape);
  const d = sub(prediction, target);
  // log((e^d + e^-d) / 2) = d + log(1 + e^-2d) - log 2, which never overflows
  return reduce(sub(add(d, softplus(mul(-2, d))), Math.LN2), options);
}
