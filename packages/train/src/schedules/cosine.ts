/** Half a cosine wave down, once or again and again. Loshchilov & Hutter 2016, https://arxiv.org/abs/1608.03983 */
import { checkOptions } from "../options.ts";
import type { Schedule } from "./schedule.ts";

export interface CosineScheduleOptions {
  /** Steps from the full rate to the lowest, which then stays. */
  readonly steps: number;
  /** The lowest factor; 0 if left out. */
  readonly to?: number;
}

/**
 * Falls from 1 along half a cosine wave.
 *
 * @throws SeqError "schedule-option"
 */
export function cosineSchedule({ steps, to = 0 }: CosineScheduleOptions): Schedule {
  checkOptions("schedule", "cosineSchedule", { steps: [steps, "count"], to: [to, "not negative"] });
  return (k) => halfWave(1, to, Math.min(1, k / steps));
}

export interface CosineRestartsScheduleOptions {
  /** Steps of the first wave. */
  readonly steps: number;
  /** Each wave is so many times longer than the one before, a whole number; 1 if left out. */
  readonly longer?: number;
  /** The factor a wave ends at; 0 if left out. */
  readonly to?: number;
}

/**
 * As `cosineSchedule`, but jumps back to 1 at the end of each wave.
 *
 * @throws SeqError "schedule-option"
 */
export function cosineRestartsSchedule({
  steps,
  longer = 1,
  to = 0,
}: CosineRestartsScheduleOptions): Schedule {
  checkOptions("schedule", "cosineRestartsSchedule", {
    steps: [steps, "count"],
    longer: [longer, "count"],
    to: [to, "not negative"],
  });
  return (k) => {
    let [start, length] = [0, steps];
    if (longer === 1) start = Math.floor(k / steps) * steps;
    else for (; k >= start + length; length *= longer) start += length;
    return halfWave(1, to, (k - start) / length);
  };
}

/** From `from` at 0 to `to` at 1. */
export function halfWave(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
