/**
 * What a schedule is: the factor of the learning rate at each step, in double precision.
 *
 * A factor and not a rate, so that one schedule serves groups with different rates and the rate is said once.
 */
import { SeqError } from "@seqloom/diagnostic";

/**
 * From the number of a step, counted from 0, to the factor of the optimiser's rate. Any function is a schedule.
 *
 * @example const inverseRoot: Schedule = (step) => 1 / Math.sqrt(step + 1);
 */
export interface Schedule {
  (step: number): number;
  /** The momentum at a step, where the schedule moves it as well. */
  readonly momentum?: (step: number) => number;
}

/** @throws SeqError "schedule-option" unless every count is a whole number from `least` */
export function checkCounts(schedule: string, counts: Readonly<Record<string, number>>, least = 1): void {
  for (const [option, value] of Object.entries(counts)) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new SeqError("schedule-option", `${schedule}: ${option} is ${value}`, {
      help: `use a whole number from ${least}`,
      details: { schedule, option, value },
    });
  }
}
