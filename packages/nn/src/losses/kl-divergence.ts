/** How far a predicted distribution is from a given one. */
import { div, exp, less, log, mul, sub, sum, type Value, where } from "@seqloom/ops";
import { checkTarget, type LossOptions, type Reduction, reduce } from "./reduction.ts";

export interface KlDivergenceOptions extends Omit<LossOptions, "reduction"> {
  /** `batchMean` if left out: the sum over the first axis's size, which is the divergence; `mean` is over all entries. */
  readonly reduction?: Reduction | "batchMean";
  /** Whether the target is given as logarithms too; false if left out. */
  readonly logTarget?: boolean;
}

/**
 * The Kullback-Leibler divergence sum(q (log q - log p)); entries with q = 0 add nothing.
 *
 * @param logProbabilities  log p, [B, ...]: what `logSoftmax` gives
 * @param target            q, of the same shape; log q with `logTarget`
 * @returns                 a scalar, or one term for each entry with reduction `none`
 * @throws SeqError "loss-target" if the shapes differ
 * @see Kullback & Leibler 1951, https://doi.org/10.1214/aoms/1177729694
 */
export function klDivergence(
  logProbabilities: Value,
  target: Value,
  options: KlDivergenceOptions = {},
): Value {
  const { reduction = "batchMean", logTarget = false, mask } = options;
  checkTarget("klDivergence", logProbabilities.shape, target.shape);
  const terms = logTarget
    ? mul(exp(target), sub(target, logProbabilities))
    : sub(timesLog(target), mul(target, logProbabilities));
  if (reduction !== "batchMean") return reduce(terms, { reduction, mask });
  return div(sum(reduce(terms, { reduction: "none", mask })), terms.shape[0] ?? 1);
}

/** q log q, 0 at q = 0. */
function timesLog(q: Value): Value {
  return mul(q, log(where(less(0, q), q, 1)));
}
