/** Errors of numbers: predictions against what came true, entry by entry. Sums run in order, in f64. */
import { SeqError } from "@seqloom/diagnostic";

type Numbers = ArrayLike<number>;

/** @throws SeqError "metric-length" unless both are equally long and not empty */
function meanOver(
  actual: Numbers,
  predicted: Numbers,
  error: (a: number, p: number, i: number) => number,
): number {
  checkLengths(actual, predicted);
  let sum = 0;
  for (let i = 0; i < actual.length; i++)
    sum += error(actual[i] ?? Number.NaN, predicted[i] ?? Number.NaN, i);
  return sum / actual.length;
}

export function checkLengths(actual: Numbers, predicted: Numbers): void {
  if (actual.length === predicted.length && actual.length > 0) return;
  throw new SeqError(
    "metric-length",
    `${predicted.length} predictions stand against ${actual.length} values`,
    {
      help: "hand in one prediction for each value, and at least one",
      details: { actual: actual.length, predicted: predicted.length },
    },
  );
}

/** Mean absolute error, in the units of the values. */
export function mae(actual: Numbers, predicted: Numbers): number {
  return meanOver(actual, predicted, (a, p) => Math.abs(a - p));
}

/** Mean squared error. */
export function mse(actual: Numbers, predicted: Numbers): number {
  return meanOver(actual, predicted, (a, p) => (a - p) ** 2);
}

/** Square root of the mean squared error, in the units of the values. */
export function rmse(actual: Numbers, predicted: Numbers): number {
  return Math.sqrt(mse(actual, predicted));
}

/** Share of the variance that is explained: 1 is perfect, 0 is as good as the mean of the values, below is worse. */
export function r2(actual: Numbers, predicted: Numbers): number {
  const mean = meanOver(actual, actual, (a) => a);
  return 1 - mse(actual, predicted) / meanOver(actual, actual, (a) => (a - mean) ** 2);
}

/** Mean absolute error in percent of each value. Values of 0 have no percentage and are left out; NaN if all are 0. */
export function mape(actual: Numbers, predicted: Numbers): number {
  const errors = meanOver(actual, predicted, (a, p) => (a === 0 ? 0 : Math.abs((a - p) / a)));
  const counted = meanOver(actual, predicted, (a) => Number(a !== 0));
  return (100 * errors) / counted;
}

/**
 * Symmetric percentage error, 0 to 200: the error in percent of the mean size of value and prediction; 0 where both
 * are 0.
 *
 * @see Makridakis, Spiliotis & Assimakopoulos 2020, "The M4 Competition"
 */
export function smape(actual: Numbers, predicted: Numbers): number {
  return meanOver(actual, predicted, (a, p) =>
    a === p ? 0 : (200 * Math.abs(a - p)) / (Math.abs(a) + Math.abs(p)),
  );
}

/**
 * Mean absolute scaled error: errors divided by those of the naive forecast in training. Below 1 the forecast errs less
 * than one-step naive did there.
 *
 * @param scale  from {@link naiveScale}: one number, or one for each entry where several series are mixed
 * @see Hyndman & Koehler 2006, "Another look at measures of forecast accuracy"
 */
export function mase(actual: Numbers, predicted: Numbers, scale: number | Numbers): number {
  const scaleAt = typeof scale === "number" ? () => scale : (i: number) => scale[i] ?? Number.NaN;
  return meanOver(actual, predicted, (a, p, i) => Math.abs(a - p) / scaleAt(i));
}

/**
 * Mean absolute error of the (seasonal) naive forecast over a series: the mean of |v[t] - v[t - season]|.
 *
 * @param values  the training part of one series
 * @throws SeqError "season-too-long" unless the series is longer than a season
 */
export function naiveScale(values: Numbers, season = 1): number {
  if (values.length <= season) {
    throw new SeqError(
      "season-too-long",
      `a season of ${season} steps does not fit into ${values.length} values`,
      {
        help: "use a shorter season, or a longer training part",
        details: { season, values: values.length },
      },
    );
  }
  let sum = 0;
  for (let t = season; t < values.length; t++) sum += Math.abs((values[t] ?? 0) - (values[t - season] ?? 0));
  return sum / (values.length - season);
}

/**
 * Pinball loss of a predicted quantile: `level` times what the prediction is too low, 1 - `level` times what it is too
 * high.
 *
 * @param level  0 to 1: the share of values that should lie below the prediction
 */
export function pinball(actual: Numbers, predicted: Numbers, level: number): number {
  return meanOver(actual, predicted, (a, p) => (a >= p ? level * (a - p) : (1 - level) * (p - a)));
}

/**
 * Continuous ranked probability score from quantiles: twice the mean pinball loss over the levels, which nears the
 * integral as the levels grow dense.
 *
 * @param quantiles  for each level the predictions of all entries
 * @see Gneiting & Raftery 2007, "Strictly proper scoring rules, prediction, and estimation"
 */
export function crps(actual: Numbers, quantiles: readonly Numbers[], levels: readonly number[]): number {
  const losses = levels.map((level, i) => pinball(actual, quantiles[i] ?? [], level));
  return (2 * losses.reduce((sum, loss) => sum + loss, 0)) / levels.length;
}

/** Continuous ranked probability score from samples: mean |x - a| less half the mean |x - x'|, over all entries. */
export function crpsOfSamples(actual: Numbers, samples: readonly Numbers[]): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const sorted = Float64Array.from(samples, (sample) => sample[i] ?? Number.NaN).sort();
    const n = sorted.length;
    let [near, spread] = [0, 0];
    sorted.forEach((x, rank) => {
      near += Math.abs(x - (actual[i] ?? Number.NaN));
      // Over all pairs each x is added once for every smaller one and taken away once for every larger.
      spread += x * (2 * rank - n + 1);
    });
    sum += near / n - spread / (n * n);
  }
  return sum / actual.length;
}
