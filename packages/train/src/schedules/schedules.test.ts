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

  it.each([
    ["goes up in no time", 0.1, [1, 0]],
    ["never goes down", 1, [1 / 25, 1]],
    ["is down from the start", 0, [1, 0]],
  ])("one cycle that %s has a rate at every step", (_, up, [start = 0, end = 0]) => {
    const schedule = oneCycleSchedule({ steps: 10, up });
    const factors = first(schedule, 12);
    expect(factors.every(Number.isFinite), factors.join()).toBe(true);
    expect(factors[0]).toBeGreaterThanOrEqual(start - 0.03);
    expect(factors[9]).toBeCloseTo(end, 5);
    expect(first((k) => schedule.momentum?.(k) ?? Number.NaN, 12).every(Number.isFinite)).toBe(true);
  });

  it("a sequence moves the momentum only where its schedule does", () => {
    const schedule = sequenceSchedule(
      [linearSchedule({ from: 0, steps: 2 }), oneCycleSchedule({ steps: 4 })],
      [2],
    );
    expect(schedule.momentum?.(1)).toBeUndefined();
    expect(schedule.momentum?.(2)).toBeGreaterThan(0.8);
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

  it("names a count, a factor or a share that is none", () => {
    for (const make of [
      () => stepSchedule({ every: 1, factor: Number.NaN }),
      () => multiStepSchedule({ at: [1, 2.5] }),
      () => multiStepSchedule({ at: [1], factor: -1 }),
      () => exponentialSchedule({ factor: Number.POSITIVE_INFINITY }),
      () => linearSchedule({ steps: 2, to: -1 }),
      () => cosineSchedule({ steps: 2, to: Number.NaN }),
      () => cosineRestartsSchedule({ steps: 2, to: -1 }),
      () => oneCycleSchedule({ steps: 2, up: 1.5 }),
      () => oneCycleSchedule({ steps: 2, startDivisor: 0 }),
      () => oneCycleSchedule({ steps: 2, momentum: [0.5, 1] }),
      () => plateau({ factor: 1 }),
      () => plateau({ threshold: Number.NaN }),
    ])
      expect(make).toThrowError(expect.objectContaining({ code: "schedule-option" }));

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

  it("asks a negative loss to fall too", () => {
    const schedule = plateau({ patience: 0, factor: 0.5 });
    const factorAfter = (losses: readonly number[]) =>
      losses.reduce((state, loss) => schedule.next(state, loss), schedule.first).factor;
    expect(factorAfter([-10, -9.9995])).toBe(0.5);
    expect(factorAfter([-10, -10.0005])).toBe(0.5); // by less than the threshold
    expect(factorAfter([-10, -10.002])).toBe(1);
    expect(factorAfter([0, -1e-9])).toBe(1);
  });

  it("is not stuck with a first loss of NaN", () => {
    const schedule = plateau({ patience: 3 });
    const state = [Number.NaN, 2, 1].reduce((at, loss) => schedule.next(at, loss), schedule.first);
    expect(state).toMatchObject({ best: 1, waited: 0, factor: 1 });
    expect(JSON.parse(JSON.stringify(schedule.next(schedule.first, Number.NaN)))).toEqual({
      ...{ factor: 1, waited: 1, cooling: 0 },
    });
  });
});
