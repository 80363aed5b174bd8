/** Whether a forecast beats another, with an interval that knows that neighbouring errors resemble each other. */
import { fold, type Rng, uniform } from "@seqloom/tensor";
import { quantileOf } from "../5-fit/scaler.ts";
import { checkLengths } from "./errors.ts";

/**
 * By how much the errors are smaller than the baseline's: 0.03 is 3 % less, with a 95 % interval. Minus infinity where the
 * baseline makes none.
 */
export interface Skill {
  readonly skill: number;
  readonly low: number;
  readonly high: number;
}

export interface SkillOptions {
  readonly rng: Rng;
  /** Origins in a block; the cube root of their number if left out. Forecasts that overlap want longer ones: a horizon. */
  readonly block?: number;
  /** How often the origins are drawn anew; 1,000 if left out. */
  readonly draws?: number;
}

/**
 * 1 minus the ratio of mean absolute errors, with an interval from drawing blocks of origins anew.
 *
 * @param errors    absolute errors, one an origin (mean over its horizon), in order of time
 * @param baseline  those of the baseline at the same origins
 * @see Kunsch 1989, "The jackknife and the bootstrap for general stationary observations"
 */
export function skill(errors: ArrayLike<number>, baseline: ArrayLike<number>, options: SkillOptions): Skill {
  checkLengths(errors, baseline);
  const n = errors.length;
  const block = Math.min(n, options.block ?? Math.ceil(Math.cbrt(n)));
  const draws = options.draws ?? 1000;
  const perDraw = Math.ceil(n / block);
  const found = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const starts = uniform(fold(options.rng, draw), [perDraw], "f64").data;
    let [own, other] = [0, 0];
    for (let i = 0; i < perDraw * block; i++) {
      const start = Math.floor((starts[Math.floor(i / block)] ?? 0) * (n - block + 1));
      own += errors[start + (i % block)] ?? 0;
      other += baseline[start + (i % block)] ?? 0;
    }
    found[draw] = shareLess(own, other);
  }
  found.sort();
  return {
    skill: shareLess(total(errors), total(baseline)),
    low: quantileOf(found, 0.025),
    high: quantileOf(found, 0.975),
  };
}

/** Against a baseline without an error nothing is gained, and all is lost by erring at all. */
function shareLess(own: number, other: number): number {
  return other === 0 && own === 0 ? 0 : 1 - own / other;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum;
}
