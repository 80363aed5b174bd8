/** Up once and down once, with the momentum the other way. Smith & Topin 2017, https://arxiv.org/abs/1708.07120 */

import { checkOptions } from "../options.ts";
import { halfWave } from "./cosine.ts";
import type { Schedule } from "./schedule.ts";

export interface OneCycleScheduleOptions {
  /** All steps of the training. */
  readonly steps: number;
  /** The highest factor; 1 if left out, so that the optimiser's rate is the highest. */
  readonly peak?: number;
  /** Share of the steps that go up; 0.3 if left out. */
  readonly up?: number;
  /** The first factor is the peak divided by this; 25 if left out. */
  readonly startDivisor?: number;
  /** The last factor is the first divided by this; 1e4 if left out. */
  readonly endDivisor?: number;
  /** Lowest (at the peak) and highest momentum; 0.85 and 0.95 if left out. */
  readonly momentum?: readonly [lowest: number, highest: number];
}

/**
 * Half a cosine wave up to the peak, and half a one down to nearly nothing.
 *
 * @throws SeqError "schedule-option"
 */
export function oneCycleSchedule(options: OneCycleScheduleOptions): Schedule {
  const { steps, peak = 1, up = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  const [lowest, highest] = options.momentum ?? [0.85, 0.95];
  checkOptions("schedule", "oneCycleSchedule", {
    steps: [steps, "count"],
    peak: [peak, "not negative"],
    up: [up, "part"],
    startDivisor: [startDivisor, "positive"],
    endDivisor: [endDivisor, "positive"],
    "momentum[0]": [lowest, "share"],
    "momentum[1]": [highest, "share"],
  });
  const top = up * steps - 1;
  const end = steps - 1;
  const wave = (k: number, start: number, middle: number, last: number) =>
    k < top ? halfWave(start, middle, k / top) : halfWave(middle, last, share(k, top, end));
  const start = peak / startDivisor;
  return Object.assign((k: number) => wave(k, start, peak, start / endDivisor), {
    momentum: (k: number) => wave(k, highest, lowest, highest),
  });
}

/** How far k is on the way down, which has no length where everything goes up. */
function share(k: number, top: number, end: number): number {
  return end > top ? Math.min(1, (k - top) / (end - top)) : 0;
}
