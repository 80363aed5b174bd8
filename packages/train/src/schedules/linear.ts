/** A straight line from one factor to another: warm-up, or decay. */
import { checkOptions } from "../options.ts";
import type { Schedule } from "./schedule.ts";

export interface LinearScheduleOptions {
  /** Steps from the first factor to the last, which then stays. */
  readonly steps: number;
  /** The factor at step 0; 1 if left out. */
  readonly from?: number;
  /** The factor from the last step on; 1 if left out. */
  readonly to?: number;
}

/**
 * Moves the factor evenly.
 *
 * @throws SeqError "schedule-option"
 * @example linearSchedule({ from: 0.1, steps: 5 })      // warm-up
 */
export function linearSchedule({ steps, from = 1, to = 1 }: LinearScheduleOptions): Schedule {
  checkOptions("schedule", "linearSchedule", {
    steps: [steps, "count"],
    from: [from, "not negative"],
    to: [to, "not negative"],
  });
  return (k) => from + (to - from) * Math.min(1, k / steps);
}
