/** One schedule after another. */
import { SeqError } from "@seqloom/diagnostic";
import type { Schedule } from "./schedule.ts";

/**
 * Hands over from schedule to schedule at the given steps; each counts its own steps from 0.
 *
 * @param at  one step fewer than schedules, ascending
 * @throws SeqError "schedule-sequence" if the numbers do not fit
 * @example sequenceSchedule([linearSchedule({ from: 0, steps: 100 }), cosineSchedule({ steps: 900 })], [100])
 */
export function sequenceSchedule(schedules: readonly Schedule[], at: readonly number[]): Schedule {
  const ascending = at.every((step, i) => step > (at[i - 1] ?? 0));
  if (schedules.length !== at.length + 1 || !ascending) {
    throw new SeqError(
      "schedule-sequence",
      `sequenceSchedule: ${schedules.length} schedules and the steps [${at.join(", ")}]`,
      { help: "give one ascending step fewer than schedules", details: { schedules: schedules.length, at } },
    );
  }
  const find = (k: number) => {
    const index = at.filter((step) => step <= k).length;
    return { schedule: schedules[index], own: k - (at[index - 1] ?? 0) };
  };
  const factor = (k: number) => {
    const { schedule, own } = find(k);
    return schedule === undefined ? 1 : schedule(own);
  };
  if (schedules.every((schedule) => schedule.momentum === undefined)) return factor;
  return Object.assign(factor, {
    momentum(k: number) {
      const { schedule, own } = find(k);
      return schedule?.momentum?.(own);
    },
  });
}
