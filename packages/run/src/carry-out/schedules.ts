/** Schedules by the names of the language, as factors on the optimiser's rate. */
import {
  cosineSchedule,
  exponentialSchedule,
  linearSchedule,
  oneCycleSchedule,
  type Plateau,
  plateau,
  type Schedule,
  sequenceSchedule,
  stepSchedule,
} from "@seqloom/train";
import { type Named, numberOf } from "./setting.ts";

/** How long the training is, and its rate: schedules of the language count in epochs and shares of it. */
export interface ScheduleContext {
  readonly rate: number;
  readonly stepsPerEpoch: number;
  readonly steps: number;
}

type ScheduleCarrier = (setting: Named, context: ScheduleContext) => Schedule | Plateau | undefined;

/** A schedule that moves at the end of epochs. */
function byEpoch(schedule: Schedule, { stepsPerEpoch }: ScheduleContext): Schedule {
  return (step) => schedule(Math.floor(step / Math.max(1, stepsPerEpoch)));
}

export const schedules: Readonly<Record<string, ScheduleCarrier>> = {
  constant: () => undefined,
  step: (s, context) =>
    byEpoch(stepSchedule({ every: numberOf(s, "every", 1), factor: numberOf(s, "factor", 0.1) }), context),
  exponential: (s, context) => byEpoch(exponentialSchedule({ factor: numberOf(s, "factor", 1) }), context),
  linear: (s, { rate, steps }) => linearSchedule({ steps, to: numberOf(s, "to", 0) / rate }),
  cosine(s, { rate, steps }) {
    const up = Math.round(numberOf(s, "warmup", 0) * steps);
    const down = cosineSchedule({ steps: Math.max(1, steps - up), to: numberOf(s, "to", 0) / rate });
    return up === 0 ? down : sequenceSchedule([linearSchedule({ steps: up, from: 1 / up }), down], [up]);
  },
  oneCycle: (s, { rate, steps }) => oneCycleSchedule({ steps, peak: numberOf(s, "peak", rate) / rate }),
  plateau: (s) => plateau({ patience: numberOf(s, "patience", 10), factor: numberOf(s, "factor", 0.1) }),
};
