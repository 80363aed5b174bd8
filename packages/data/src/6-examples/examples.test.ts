import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partAt } from "../4-split/split-time.ts";
import { partOfExample, type WindowPlan, wholeSequences, windows } from "./examples.ts";

const noPick = { lead: 0, delay: 0, pick: undefined };

function planFor(rows: number, own: Partial<WindowPlan>): WindowPlan {
  const span = { from: Int32Array.of(0), to: Int32Array.of(rows) };
  return { window: 3, horizon: 2, stride: 1, input: span, known: span, target: span, ...own };
}

const ranges = (plan: WindowPlan) =>
  windows(plan).map((e) => [e.inputFrom, e.inputTo, e.targetFrom, e.targetTo]);

describe("windows", () => {
  it("look back from their origin and predict what follows", () => {
    expect(ranges(planFor(7, {}))).toEqual([
      [0, 3, 3, 5],
      [1, 4, 4, 6],
      [2, 5, 5, 7],
    ]);
    expect(ranges(planFor(7, { stride: 2 }))).toEqual([
      [0, 3, 3, 5],
      [2, 5, 5, 7],
    ]);
    expect(ranges(planFor(4, { horizon: undefined }))).toEqual([
      [0, 3, 0, 3],
      [1, 4, 1, 4],
    ]);
    expect(ranges(planFor(4, {}))).toEqual([]);
  });

  it("begin where inputs do and end where targets and known columns do", () => {
    const from2 = { from: Int32Array.of(2), to: Int32Array.of(9) };
    const to7 = { from: Int32Array.of(0), to: Int32Array.of(7) };
    expect(ranges(planFor(9, { input: from2, known: to7 }))).toEqual([[2, 5, 5, 7]]);
    expect(ranges(planFor(9, { input: from2, target: to7 }))).toEqual([[2, 5, 5, 7]]);
  });

  it("never cross a split with their predicted steps, lie in the part of these, and lose nothing else", () => {
    const sizes = fc.record({
      lengths: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 3 }),
      window: fc.integer({ min: 1, max: 6 }),
      horizon: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      stride: fc.integer({ min: 1, max: 3 }),
      lead: fc.integer({ min: 0, max: 2 }),
      late: fc.integer({ min: 0, max: 2 }),
      first: fc.integer({ min: 1, max: 20 }),
      second: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(sizes, ({ lengths, window, horizon, stride, lead, late, first, second }) => {
        const starts = Int32Array.from([
          0,
          ...lengths.map((_, s) => lengths.slice(0, s + 1).reduce((a, b) => a + b, 0)),
        ]);
        const times = Float64Array.from(lengths.flatMap((length) => Array.from({ length }, (_, t) => t)));
        const from = starts.slice(0, -1);
        const input = { from, to: starts.slice(1) };
        const target = { from, to: starts.slice(1).map((to, s) => Math.max(from[s] ?? 0, to - lead)) };
        const cuts = [first, first + second, Number.POSITIVE_INFINITY];
        const reach = { lead, delay: lead + late, pick: undefined };
        for (const e of windows({ window, horizon, stride, input, known: input, target })) {
          const own = partOfExample(e, times, starts, cuts, reach);
          const start = starts[e.series] ?? 0;
          const end = starts[e.series + 1] ?? 0;
          expect(e.inputFrom).toBeGreaterThanOrEqual(start);
          expect(e.inputTo - e.inputFrom).toBe(window);
          expect(e.targetTo + lead).toBeLessThanOrEqual(end);
          const steps = Array.from({ length: e.targetTo - e.targetFrom }, (_, i) => e.targetFrom + i);
          const parts = new Set(
            steps
              .flatMap((row) => [row + lead, Math.min(row + lead + late, end - 1)])
              .map((row) => partAt(cuts, times[row] ?? 0)),
          );
          expect(own).toBe(parts.size === 1 ? [...parts][0] : undefined);
          // Nothing that a training example predicts is known only after the cut.
          if (own === 0)
            for (const row of steps) expect(times[Math.min(row + lead + late, end - 1)]).toBeLessThan(first);
        }
      }),
    );
  });
});

describe("whole sequences", () => {
  const times = Float64Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const starts = Int32Array.of(0, 10);
  const all = { from: Int32Array.of(0), to: Int32Array.of(10) };
  const cuts = [5, 8, Number.POSITIVE_INFINITY];
  const rows = (lists: ReturnType<typeof wholeSequences>) =>
    lists.map((list) => list.map((e) => [e.inputFrom, e.inputTo]));

  it("are cut where the parts meet", () => {
    expect(rows(wholeSequences(all, times, starts, cuts, noPick))).toEqual([[[0, 5]], [[5, 8]], [[8, 10]]]);
  });

  it("lose no step when the target is the next one: its row belongs to the part of the target", () => {
    const usable = { from: Int32Array.of(0), to: Int32Array.of(9) };
    const next = { lead: 1, delay: 1, pick: undefined };
    expect(rows(wholeSequences(usable, times, starts, cuts, next))).toEqual([[[0, 4]], [[4, 7]], [[7, 9]]]);
  });

  it("leave out steps whose late target is known only in another part", () => {
    const late = { lead: 0, delay: 2, pick: undefined };
    expect(rows(wholeSequences(all, times, starts, cuts, late))).toEqual([[[0, 3]], [[5, 6]], [[8, 10]]]);
  });

  it("belong as a whole to the part of the step that is picked", () => {
    const pick = (own: "first" | "last") =>
      rows(wholeSequences(all, times, starts, cuts, { ...noPick, pick: own }));
    expect(pick("last")).toEqual([[], [], [[0, 10]]]);
    expect(pick("first")).toEqual([[[0, 10]], [], []]);
  });
});
