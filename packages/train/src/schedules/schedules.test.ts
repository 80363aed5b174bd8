import { describe, expect, it } from "vitest";
import {
  cosineRestartsSchedule,
  cosineSchedule,
  exponentialSchedule,
  linearSchedule,
  multiStepSchedule,
  oneCycleSchedule,
  plateau,
  type Schedule,
  sequenceSchedule,
  stepSchedule,
} from "../index.ts";

function first(schedule: Schedule, count: number): number[] {
  return Array.from({ length: count }, (_, k) => schedule(k));
}

function expectClose(got: readonly number[], want: readonly number[]): void {
  expect(got).toHaveLength(want.length);
  got.forEach((x, k) => {
    expect(x, `step ${k}`).toBeCloseTo(want[k] ?? Number.NaN, 12);
  });
}

describe("schedules", () => {
  it("step, multi-step and exponential multiply", () => {
    expectClose(first(stepSchedule({ every: 2, factor: 0.5 }), 5), [1, 1, 0.5, 0.5, 0.25]);
    expectClose(first(multiStepSchedule({ at: [1, 3] }), 5), [1, 0.1, 0.1, 0.01, 0.01]);
    expectClose(first(exponentialSchedule({ factor: 0.5 }), 3), [1, 0.5, 0.25]);
  });

  it("linear goes straight and stays", () => {
    expectClose(first(linearSchedule({ from: 0.2, steps: 4 }), 6), [0.2, 0.4, 0.6, 0.8, 1, 1]);
    expectClose(first(linearSchedule({ to: 0, steps: 2 }), 4), [1, 0.5, 0, 0]);
  });

  it("cosine falls and stays; restarts jump back, each wave longer", () => {
    expectClose(first(cosineSchedule({ steps: 2, to: 0.2 }), 4), [1, 0.6, 0.2, 0.2]);
    expectClose(first(cosineRestartsSchedule({ steps: 2 }), 5), [1, 0.5, 1, 0.5, 1]);
    const quarter = (1 + Math.SQRT1_2) / 2;
    expectClose(first(cosineRestartsSchedule({ steps: 2, longer: 2 }), 8), [
      1,
      0.5,
      1,
      quarter,
      0.5,
      1 - quarter,
      1,
      (1 + Math.cos(Math.PI / 8)) / 2,
    ]);
  });

  it("one cycle goes up and down, momentum the other way", () => {
    const schedule = oneCycleSchedule({ steps: 10, peak: 2, up: 0.5 });
    expect(schedule(0)).toBeCloseTo(2 / 25, 12);
    expect(schedule(4)).toBeCloseTo(2, 12);
    expect(schedule(9)).toBeCloseTo(2 / 25 / 1e4, 12);
    expect(schedule.momentum?.(0)).toBeCloseTo(0.95, 12);
    expect(schedule.momentum?.(4)).toBeCloseTo(0.85, 12);
    expect(schedule.momentum?.(9)).toBeCloseTo(0.95, 12);
  });

  it("a sequence hands over, each counting from 0", () => {
    const schedule = sequenceSchedule(
      [linearSchedule({ from: 0.5, steps: 2 }), exponentialSchedule({ factor: 0.5 })],
      [2],
    );
    expectClose(first(schedule, 5), [0.5, 0.75, 1, 0.5, 0.25]);
    expect(schedule.momentum).toBeUndefined();
    expect(() => sequenceSchedule([schedule], [1])).toThrowError(
      expect.objectContaining({ code: "schedule-sequence" }),
    );
  });

  it("names a count that is none", () => {
    expect(() => stepSchedule({ every: 0 })).toThrowError(
      expect.objectContaining({
        code: "schedule-option",
        details: { schedule: "stepSchedule", option: "every", value: 0 },
      }),
    );
  });
});

describe("plateau", () => {
  it("waits, falls, cools down and stops at the least", () => {
    const schedule = plateau({ patience: 1, factor: 0.1, cooldown: 1, least: 0.05 });
    const losses = [1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5];
    let state = schedule.first;
    const factors = losses.map((loss) => {
      state = schedule.next(state, loss);
      return state.factor;
    });
    expectClose(factors, [1, 1, 1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05]);
    expect(state.best).toBe(0.5);
  });
});
