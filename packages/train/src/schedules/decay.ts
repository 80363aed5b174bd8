/** Schedules that multiply the rate: at even distances, at given steps, at every step. */
import { checkOptions } from "../options.ts";
import type { Schedule } from "./schedule.ts";

export interface StepScheduleOptions {
  /** Steps between two changes. */
  readonly every: number;
  /** 0.1 if left out. */
  readonly factor?: number;
}

/**
 * Multiplies the rate by the factor every so many steps.
 *
 * @throws SeqError "schedule-option"
 * @example stepSchedule({ every: 30, factor: 0.5 })(60)      // 0.25
 */
export function stepSchedule({ every, factor = 0.1 }: StepScheduleOptions): Schedule {
  checkOptions("schedule", "stepSchedule", { every: [every, "count"], factor: [factor, "not negative"] });
  return (k) => factor ** Math.floor(k / every);
}

export interface MultiStepScheduleOptions {
  /** The steps at which the rate changes. */
  readonly at: readonly number[];
  /** 0.1 if left out. */
  readonly factor?: number;
}

/**
 * Multiplies the rate by the factor at each of the given steps.
 *
 * @throws SeqError "schedule-option"
 * @example multiStepSchedule({ at: [30, 80] })(50)      // 0.1
 */
export function multiStepSchedule({ at, factor = 0.1 }: MultiStepScheduleOptions): Schedule {
  checkOptions("schedule", "multiStepSchedule", {
    ...Object.fromEntries(at.map((step, i) => [`at[${i}]`, [step, "count or 0"] as const])),
    factor: [factor, "not negative"],
  });
  return (k) => factor ** at.filter((step) => step <= k).length;
}

export interface ExponentialScheduleOptions {
  readonly factor: number;
}

/**
 * Multiplies the rate by the factor at every step.
 *
 * @throws SeqError "schedule-option"
 * @example exponentialSchedule({ factor: 0.5 })(3)      // 0.125
 */
export function exponentialSchedule({ factor }: ExponentialScheduleOptions): Schedule {
  checkOptions("schedule", "exponentialSchedule", { factor: [factor, "not negative"] });
  return (k) => factor ** k;
}
