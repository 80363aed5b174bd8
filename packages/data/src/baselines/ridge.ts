/** Linear regression with a penalty on large weights, its strength chosen on held-out examples. */

/** Rows of features [count, features] and answers [count, outputs], in order of time. */
export interface Regression {
  readonly count: number;
  readonly features: number;
  readonly outputs: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface Ridge {
  /** Answers [count, outputs] for rows of features. */
  readonly predict: Regressor;
  /** Squared error, added up over the held-out examples; infinity where there were too few to hold any. */
  readonly heldError: number;
}

type Regressor = (x: Float64Array, count: number) => Float64Array;

/** Relative to the number of examples; features are standardised, so one list does for all data. */
const penalties = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

/**
 * Fits a ridge regression. The penalty is the one with the least squared error on the last fifth of the examples; with
 * it all examples are fitted anew.
 *
 * @see Hoerl & Kennard 1970, "Ridge regression"
 */
export function fitRidge(data: Regression): Ridge {
  const scales = scalesOf(data);
  const held = Math.floor(data.count / 5);
  const early = normalEquations(data, scales, 0, data.count - held);
  if (held === 0)
    return { predict: solveRidge(early, scales, penalties.at(-1) ?? 1), heldError: Number.POSITIVE_INFINITY };
  const late = data.x.subarray((data.count - held) * data.features);
  const truth = data.y.subarray((data.count - held) * data.outputs);
  let [best, least] = [penalties[0] ?? 1, Number.POSITIVE_INFINITY];
  for (const penalty of penalties) {
    const predicted = solveRidge(early, scales, penalty)(late, held);
    const error = predicted.reduce((sum, value, i) => sum + (value - (truth[i] ?? 0)) ** 2, 0);
    if (error < least) [best, least] = [penalty, error];
  }
  // Products of all examples are those of both parts added up; forming them is what costs.
  const rest = normalEquations(data, scales, data.count - held, data.count);
  const gram = added(early.gram, rest.gram);
  const cross = added(early.cross, rest.cross);
  return { predict: solveRidge({ gram, cross, count: data.count }, scales, best), heldError: least };
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + (b[i] ?? 0));
}

/** Means and deviations of features, means of answers, over all examples. */
interface Scales {
  readonly features: number;
  readonly outputs: number;
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  readonly intercepts: Float64Array;
}

function scalesOf({ count, features, outputs, x, y }: Regression): Scales {
  const means = columnMeans(x, count, features, (value) => value);
  const variances = columnMeans(x, count, features, (value, j) => (value - (means[j] ?? 0)) ** 2);
  // A feature that does not vary gets the weight 0, whatever it is divided by.
  const deviations = variances.map((variance) => Math.sqrt(variance) || 1);
  return {
    features,
    outputs,
    means,
    deviations,
    intercepts: columnMeans(y, count, outputs, (value) => value),
  };
}

/** X'X and X'Y of standardised features and centred answers; of X'X the lower triangle. */
interface NormalEquations {
  readonly gram: Float64Array;
  readonly cross: Float64Array;
  readonly count: number;
}

function normalEquations(
  { features, outputs, x, y }: Regression,
  { means, deviations, intercepts }: Scales,
  from: number,
  to: number,
): NormalEquations {
  const gram = new Float64Array(features * features);
  const cross = new Float64Array(features * outputs);
  const row = new Float64Array(features);
  for (let i = from; i < to; i++) {
    for (let j = 0; j < features; j++) {
      row[j] = ((x[i * features + j] ?? 0) - (means[j] ?? 0)) / (deviations[j] ?? 1);
    }
    for (let j = 0; j < features; j++) {
      const own = row[j] ?? 0;
      for (let k = 0; k <= j; k++)
        gram[j * features + k] = (gram[j * features + k] ?? 0) + own * (row[k] ?? 0);
      for (let k = 0; k < outputs; k++) {
        const centred = (y[i * outputs + k] ?? 0) - (intercepts[k] ?? 0);
        cross[j * outputs + k] = (cross[j * outputs + k] ?? 0) + own * centred;
      }
    }
  }
  return { gram, cross, count: to - from };
}

function columnMeans(
  values: Float64Array,
  count: number,
  width: number,
  of: (value: number, column: number) => number,
): Float64Array {
  const sums = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < width; j++) sums[j] = (sums[j] ?? 0) + of(values[i * width + j] ?? 0, j);
  }
  return sums.map((sum) => sum / count);
}

function solveRidge(
  { gram, cross, count: own }: NormalEquations,
  scales: Scales,
  penalty: number,
): Regressor {
  const { features, outputs, means, deviations, intercepts } = scales;
  const factor = cholesky(gram, features, penalty * own);
  const weights = new Float64Array(features * outputs);
  for (let k = 0; k < outputs; k++) {
    const column = Float64Array.from({ length: features }, (_, j) => cross[j * outputs + k] ?? 0);
    substitute(factor, column, features);
    column.forEach((weight, j) => {
      weights[j * outputs + k] = weight / (deviations[j] ?? 1);
    });
  }
  return (x, count) => {
    const out = new Float64Array(count * outputs);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < outputs; k++) {
        let sum = intercepts[k] ?? 0;
        for (let j = 0; j < features; j++) {
          sum += ((x[i * features + j] ?? 0) - (means[j] ?? 0)) * (weights[j * outputs + k] ?? 0);
        }
        out[i * outputs + k] = sum;
      }
    }
    return out;
  };
}

/** L with L L' = gram + penalty I, in the lower triangle, row by row. The penalty keeps every pivot above 0. */
function cholesky(gram: Float64Array, n: number, penalty: number): Float64Array {
  const factor = gram.slice();
  for (let j = 0; j < n; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = (factor[j * n + k] ?? 0) + (j === k ? penalty : 0);
      for (let m = 0; m < k; m++) sum -= (factor[j * n + m] ?? 0) * (factor[k * n + m] ?? 0);
      factor[j * n + k] = j === k ? Math.sqrt(sum) : sum / (factor[k * n + k] ?? 1);
    }
  }
  return factor;
}

/** Solves L L' w = v, in place. */
function substitute(factor: Float64Array, v: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    let sum = v[j] ?? 0;
    for (let k = 0; k < j; k++) sum -= (factor[j * n + k] ?? 0) * (v[k] ?? 0);
    v[j] = sum / (factor[j * n + j] ?? 1);
  }
  for (let j = n - 1; j >= 0; j--) {
    let sum = v[j] ?? 0;
    for (let k = j + 1; k < n; k++) sum -= (factor[k * n + j] ?? 0) * (v[k] ?? 0);
    v[j] = sum / (factor[j * n + j] ?? 1);
  }
}
