/** The negative log-likelihood of the right class. */
import { neg, type Value } from "@seqloom/ops";
import { type ClassLossOptions, classTargets } from "./class-targets.ts";

/**
 * -w_y log p_y for the class y of each target.
 *
 * @param logProbabilities  what `logSoftmax` gives, [..., C] (see `axis`)
 * @param target            class numbers, i32 [...]
 * @returns                 a scalar, NaN if nothing counts; one loss for each target with reduction `none`
 * @throws SeqError "loss-target", "loss-classes" unless the target is i32, "index-range" for a class that does not exist
 */
export function nll(logProbabilities: Value, target: Value, options: ClassLossOptions = {}): Value {
  const targets = classTargets("nll", logProbabilities, target, options);
  return targets.reduce(targets.weighted(neg(targets.pick(logProbabilities))));
}
