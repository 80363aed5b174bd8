/** The negative log-likelihood of Student's t distribution: like a normal one, but it forgives outliers. */
import { add, div, log, log1p, mul, softplus, sub, type Value } from "@seqloom/ops";
import { logGammaRatio } from "./log-gamma.ts";
import { checkParameters, entry, type LossOptions, reduce } from "./reduction.ts";

/** A t distribution for each target, [...] each. */
export interface StudentTParameters {
  readonly location: Value;
  readonly scale: Value;
  /** Degrees of freedom, above 2, so that the variance exists. */
  readonly degrees: Value;
}

/** A scale never gets smaller, so that one target hit exactly cannot make the likelihood infinite. */
const leastScale = 1e-6;

/**
 * -log p(y) under Student's t with location, scale and degrees of freedom predicted.
 *
 * @param prediction  [..., 3]: location; scale and degrees before softplus (see `studentTParameters`)
 * @param target      [...]
 * @returns           a scalar, or one loss for each target with reduction `none`
 * @throws SeqError "loss-parameters", "loss-target"
 * @see Lange, Little & Taylor 1989, https://doi.org/10.2307/2290063
 */
export function studentTNll(prediction: Value, target: Value, options: LossOptions = {}): Value {
  checkParameters("studentTNll", prediction.shape, target.shape, ["location", "scale", "degrees of freedom"]);
  const { location, scale, degrees } = studentTParameters(prediction);
  const z = div(sub(target, location), scale);
  const half = mul(0.5, add(degrees, 1));
  const spread = add(log(scale), mul(0.5, log(mul(Math.PI, degrees))));
  const normaliser = sub(spread, logGammaRatio(mul(0.5, degrees), 0.5));
  return reduce(add(normaliser, mul(half, log1p(div(mul(z, z), degrees)))), options);
}

/** What the prediction [..., 3] of a model trained with `studentTNll` says: [...] each. */
export function studentTParameters(prediction: Value): StudentTParameters {
  return {
    location: entry(prediction, 0),
    scale: add(softplus(entry(prediction, 1)), leastScale),
    degrees: add(softplus(entry(prediction, 2)), 2),
  };
}
