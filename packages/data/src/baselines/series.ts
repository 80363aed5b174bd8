/**
 * Forecasts from the history of one series alone.
 *
 * @see Hyndman & Athanasopoulos 2021, "Forecasting: principles and practice", section 5.2, https://otexts.com/fpp3/
 */

/** Forecasts `ahead` steps after the last value of a history: entry 0 is the next step. */
export type SeriesForecast = (history: Float64Array, ahead: number) => Float64Array;

/** The last value, at every step. */
export const naive: SeriesForecast = (history, ahead) => new Float64Array(ahead).fill(lastOf(history));

/** The straight line through the first and the last value, prolonged. */
export const drift: SeriesForecast = (history, ahead) => {
  const last = lastOf(history);
  const slope = history.length < 2 ? 0 : (last - (history[0] ?? 0)) / (history.length - 1);
  return Float64Array.from({ length: ahead }, (_, k) => last + (k + 1) * slope);
};

/** The mean of the whole history. */
export const mean: SeriesForecast = (history, ahead) => {
  const sum = history.reduce((total, value) => total + value, 0);
  return new Float64Array(ahead).fill(sum / history.length);
};

/** The value a season before, again and again. A history shorter than a season gives the last value. */
export function seasonal(season: number): SeriesForecast {
  return (history, ahead) =>
    Float64Array.from(
      { length: ahead },
      (_, k) => history[history.length - season + (k % season)] ?? lastOf(history),
    );
}

/**
 * The theta method: simple exponential smoothing that drifts by half the slope of the line through the history. The
 * smoothing weight is the one that fits best one step ahead.
 *
 * @see Assimakopoulos & Nikolopoulos 2000; in this form Hyndman & Billah 2003, "Unmasking the Theta method"
 */
export const theta: SeriesForecast = (history, ahead) => {
  const n = history.length;
  if (n < 3) return naive(history, ahead);
  const slope = slopeOf(history);
  const share = bestShare(history);
  const { level } = smooth(history, share);
  // With weight a the line lags behind by (1 - a) / a steps of the smoothed part, as far as it has settled by step n.
  const lagging = (1 - (1 - share) ** n) / share;
  return Float64Array.from({ length: ahead }, (_, k) => level + (slope / 2) * (k + lagging));
};

function lastOf(history: Float64Array): number {
  return history.at(-1) ?? Number.NaN;
}

function slopeOf(history: Float64Array): number {
  const n = history.length;
  const middle = (n - 1) / 2;
  let [cross, squares] = [0, 0];
  history.forEach((value, t) => {
    cross += (t - middle) * value;
    squares += (t - middle) ** 2;
  });
  return cross / squares;
}

/** Level after the last value, and the squared errors on the way, with the first value as the start. */
function smooth(history: Float64Array, share: number): { level: number; squares: number } {
  let level = history[0] ?? Number.NaN;
  let squares = 0;
  for (let t = 1; t < history.length; t++) {
    const error = (history[t] ?? Number.NaN) - level;
    squares += error * error;
    level += share * error;
  }
  return { level, squares };
}

/** Golden-section search between 0.01 and 1, to 1e-3: the error is smooth in the weight and nearly always has one valley. */
function bestShare(history: Float64Array): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0.01, 1];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atLeft, atRight] = [smooth(history, left).squares, smooth(history, right).squares];
  while (high - low > 1e-3) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - ratio * (high - low);
      atLeft = smooth(history, left).squares;
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + ratio * (high - low);
      atRight = smooth(history, right).squares;
    }
  }
  const inside = (low + high) / 2;
  return smooth(history, 1).squares <= smooth(history, inside).squares ? 1 : inside;
}
