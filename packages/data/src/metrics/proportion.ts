/** Shares that come with an interval: how often a forecast had the right sign, how often an interval held. */
import { checkLengths } from "./errors.ts";

type Numbers = ArrayLike<number>;

/** `hits` of `total`, the share, and its 95 % interval. The share is NaN and the interval 0 to 1 where total is 0. */
export interface Proportion {
  readonly hits: number;
  readonly total: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % quantile of the normal distribution. */
const z95 = 1.959963984540054;

/**
 * A share with its Wilson interval, which stays inside 0 to 1 and holds for few cases too.
 *
 * @see Wilson 1927; Newcombe 1998, "Two-sided confidence intervals for the single proportion", method 3
 * @example wilson(81, 263).low // 0.2553
 */
export function wilson(hits: number, total: number, z: number = z95): Proportion {
  if (total === 0) return { hits, total, share: Number.NaN, low: 0, high: 1 };
  const share = hits / total;
  const centre = share + (z * z) / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const below = 1 + (z * z) / total;
  // Rounding must not push the ends past 0 and 1 where the formula gives exactly these.
  const low = hits === 0 ? 0 : (centre - spread) / below;
  const high = hits === total ? 1 : (centre + spread) / below;
  return { hits, total, share, low, high };
}

/**
 * How often the forecast moved the way the value did, from the last known value. Steps without a move, and forecasts of
 * none, are no calls and do not count; so naive has no direction at all.
 */
export function direction(actual: Numbers, predicted: Numbers, last: Numbers): Proportion {
  checkLengths(actual, predicted);
  let [hits, total] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    const from = last[i] ?? Number.NaN;
    const move = Math.sign((actual[i] ?? Number.NaN) - from);
    const called = Math.sign((predicted[i] ?? Number.NaN) - from);
    // Written so that NaN, too, is no call.
    if (!(Math.abs(move) === 1 && Math.abs(called) === 1)) continue;
    total++;
    if (move === called) hits++;
  }
  return wilson(hits, total);
}

/** How often the value lay in its interval, ends included. */
export function coverage(actual: Numbers, low: Numbers, high: Numbers): Proportion {
  checkLengths(actual, low);
  checkLengths(actual, high);
  let hits = 0;
  for (let i = 0; i < actual.length; i++) {
    const value = actual[i] ?? Number.NaN;
    if (value >= (low[i] ?? Number.NaN) && value <= (high[i] ?? Number.NaN)) hits++;
  }
  return wilson(hits, actual.length);
}
