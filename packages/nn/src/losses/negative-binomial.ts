/** The negative log-likelihood of counts that vary more than a Poisson distribution allows. */
import { add, div, log, log1p, mul, softplus, sub, type Value } from "@seqloom/ops";
import { logGamma, logGammaRatio } from "./log-gamma.ts";
import { checkParameters, entry, type LossOptions, reduce } from "./reduction.ts";

/** A negative binomial distribution for each target, [...] each; its variance is mean + dispersion mean^2. */
export interface NegativeBinomialParameters {
  readonly mean: Value;
  readonly dispersion: Value;
}

/** Both parameters stay above this: their logarithms are taken. */
const least = 1e-6;

/**
 * -log p(y) under a negative binomial distribution with mean m and dispersion a:
 *
 *   p(y) = gamma(y + 1/a) / (gamma(y + 1) gamma(1/a)) (1 / (1 + a m))^(1/a) (a m / (1 + a m))^y
 *
 * @param prediction  [..., 2]: mean and dispersion before softplus (see `negativeBinomialParameters`)
 * @param target      counts, [...]
 * @returns           a scalar, or one loss for each target with reduction `none`
 * @throws SeqError "loss-parameters", "loss-target"
 * @see Salinas, Flunkert & Gasthaus 2017 (DeepAR), https://arxiv.org/abs/1704.04110
 */
export function negativeBinomialNll(prediction: Value, target: Value, options: LossOptions = {}): Value {
  checkParameters("negativeBinomialNll", prediction.shape, target.shape, ["mean", "dispersion"]);
  const { mean, dispersion } = negativeBinomialParameters(prediction);
  const inverse = div(1, dispersion);
  const product = mul(dispersion, mean);
  const grown = log1p(product);
  const ways = sub(logGammaRatio(inverse, target), logGamma(add(target, 1)));
  const failures = mul(inverse, grown);
  const successes = mul(target, sub(log(product), grown));
  return reduce(sub(sub(failures, successes), ways), options);
}

/** What the prediction [..., 2] of a model trained with `negativeBinomialNll` says: [...] each. */
export function negativeBinomialParameters(prediction: Value): NegativeBinomialParameters {
  return {
    mean: add(softplus(entry(prediction, 0)), least),
    dispersion: add(softplus(entry(prediction, 1)), least),
  };
}
