/** The negative log-likelihood of a normal distribution whose mean and variance are both predicted. */
import { add, div, exp, mul, sub, type Value } from "@seqloom/ops";
import { checkParameters, entry, type LossOptions, reduce } from "./reduction.ts";

export interface GaussianNllOptions extends LossOptions {
  /** Whether the constant log(2 pi) / 2 is part of it; false if left out, as in PyTorch. */
  readonly full?: boolean;
}

/** A normal distribution for each target, [...] each. */
export interface GaussianParameters {
  readonly mean: Value;
  readonly variance: Value;
}

/**
 * (s + (y - m)^2 / e^s) / 2 with the mean m and the logarithm s of the variance.
 *
 * @param prediction  [..., 2]: m and s
 * @param target      [...]
 * @returns           a scalar, or one loss for each target with reduction `none`
 * @throws SeqError "loss-parameters", "loss-target"
 * @see Nix & Weigend 1994, https://doi.org/10.1109/ICNN.1994.374138
 */
export function gaussianNll(prediction: Value, target: Value, options: GaussianNllOptions = {}): Value {
  checkParameters("gaussianNll", prediction.shape, target.shape, ["mean", "log variance"]);
  const [mean, logVariance] = [entry(prediction, 0), entry(prediction, 1)];
  const d = sub(target, mean);
  const constant = options.full === true ? Math.log(2 * Math.PI) : 0;
  const twice = add(logVariance, div(mul(d, d), exp(logVariance)));
  return reduce(mul(0.5, constant === 0 ? twice : add(twice, constant)), options);
}

/** What the prediction [..., 2] of a model trained with `gaussianNll` says: mean and variance, [...] each. */
export function gaussianParameters(prediction: Value): GaussianParameters {
  return { mean: entry(prediction, 0), variance: exp(entry(prediction, 1)) };
}
