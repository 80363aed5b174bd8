/**
 * Intervals from the errors on held-out data, which need no assumption on their distribution.
 *
 * @see Vovk, Gammerman & Shafer 2005; split form: Lei et al. 2018, "Distribution-free predictive inference for regression"
 */
import { SeqError } from "@seqloom/diagnostic";

/**
 * How far an interval of the level reaches to either side: for each step of the horizon the ceil((n + 1) level)-th
 * smallest absolute error of n calibration examples. Infinity where n is too small for the level.
 *
 * The promise holds for errors that could as well have come in another order; over time it holds only as far as the
 * future errs like the validation part.
 *
 * @param actual     [count, horizon] of the validation part
 * @param predicted  the same
 * @param level      0 to 1, for instance 0.95
 * @returns          [horizon]
 * @throws SeqError "out-of-range" for a level outside 0 to 1
 */
export function conformalReach(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  horizon: number,
  level: number,
): Float64Array {
  if (!(level > 0 && level < 1)) {
    throw new SeqError("out-of-range", `the level of an interval lies between 0 and 1; ${level} does not`, {
      help: "write 95% or 0.95",
      details: { level },
    });
  }
  const count = actual.length / horizon;
  const rank = Math.ceil((count + 1) * level);
  return Float64Array.from({ length: horizon }, (_, k) => {
    const errors = Float64Array.from({ length: count }, (_, i) => {
      const at = i * horizon + k;
      return Math.abs((actual[at] ?? Number.NaN) - (predicted[at] ?? Number.NaN));
    }).sort();
    return rank > count ? Number.POSITIVE_INFINITY : (errors[rank - 1] ?? Number.NaN);
  });
}
