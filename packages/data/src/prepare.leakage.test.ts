/** Changes values after the training part and looks whether anything that was made before has moved. */
import { rng } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { call, column } from "./3-columns/expression.ts";
import { collect, type Examples, exampleAt } from "./6-examples/examples.ts";
import { gather } from "./7-batch/gather.ts";
import { baselineForecast, defaultBaselines, naiveScales } from "./baselines/baseline.ts";
import { type Prepared, partOf, prepare } from "./prepare.ts";
import { report, restore } from "./report/reported.ts";
import type { DataSpec } from "./spec.ts";

const spec: DataSpec = {
  source: { kind: "given" },
  time: { kind: "clock", column: "day", every: "day" },
  late: [{ column: "news", by: 2 }],
  let: [
    { name: "return", value: call("log", call("/", "close", call("lag", "close", 1))) },
    { name: "calm", value: call("std", "return", 5) },
    { name: "heard", value: call("lag", "news", 2) },
  ],
  input: [{ columns: [column("return"), call("ewm", "calm", 0.2), column("heard"), call("onehot", "mood")] }],
  target: [{ columns: [column("return")] }],
  report: "close",
  window: 6,
  horizon: 2,
  scale: [{ method: "standard" }, { method: "minmax", columns: ["heard"] }],
};

const rowCount = 120;
const days = Array.from({ length: rowCount }, (_, n) => new Date(Date.UTC(2020, 0, 1 + n)));
const prices = days.map((_, n) => 100 * Math.exp(0.3 * Math.sin(n / 5) + 0.01 * ((n * 37) % 11)));
const rows = days.map((day, n) => ({
  day,
  close: prices[n],
  news: (n * 13) % 7,
  mood: n % 3 ? "up" : "down",
}));

const of = (own: readonly (typeof rows)[number][]) => prepare(spec, { rows: own, rng: rng(1) });
const before = of(rows);
const cut = before.cuts?.[0] ?? 0;
const cutRow = days.findIndex((day) => day.getTime() >= cut);

const everything = (data: Prepared, examples: Examples) =>
  gather(
    data,
    examples,
    Int32Array.from({ length: examples.count }, (_, i) => i),
    { dtype: "f64" },
  ).fields;

/** Only the examples made before row `row`. */
function madeBefore(examples: Examples, row: number): Examples {
  const all = Array.from({ length: examples.count }, (_, i) => exampleAt(examples, i));
  return collect(all.filter(({ inputTo }) => inputTo <= row));
}

describe("values after the cut", () => {
  const later = fc.record({
    row: fc.integer({ min: cutRow, max: rowCount - 1 }),
    close: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
    news: fc.integer({ min: -1000, max: 1000 }),
    mood: fc.constantFrom("up", "down", "never seen"),
  });

  it("move no scaler, no vocabulary, no cut and no training example", () => {
    const trained = everything(before, partOf(before, "train"));
    fc.assert(
      fc.property(fc.array(later, { minLength: 1, maxLength: 8 }), (changes) => {
        const changed = [...rows];
        for (const { row, ...values } of changes)
          changed[row] = { ...rows[row], day: days[row] ?? new Date(0), ...values };
        const after = of(changed);
        expect(after.fitted).toEqual(before.fitted);
        expect(after.cuts).toEqual(before.cuts);
        expect(partOf(after, "train")).toEqual(partOf(before, "train"));
        expect(everything(after, partOf(after, "train"))).toEqual(trained);
      }),
      { numRuns: 30 },
    );
  });

  it("move no earlier forecast: not its inputs, not its way back to prices, not the baselines beside it", () => {
    fc.assert(
      fc.property(later, ({ row, ...values }) => {
        const changed = [...rows];
        changed[row] = { ...rows[row], day: days[row] ?? new Date(0), ...values };
        const forecasts = [before, of(changed)].map((data) => {
          const examples = madeBefore(partOf(data, "test"), row);
          const reported = report(data, examples);
          const predictions = Float64Array.from({ length: reported.count * 2 }, (_, i) => Math.sin(i));
          const { y: _, ...inputs } = everything(data, examples);
          return {
            inputs,
            last: reported.last,
            restored: restore(data, reported, predictions),
            scales: naiveScales(data, reported, 7),
            baselines: [...defaultBaselines(data), { kind: "theta" } as const, { kind: "mean" } as const].map(
              (baseline) => baselineForecast(data, reported, baseline),
            ),
          };
        });
        expect(forecasts[1]).toEqual(forecasts[0]);
      }),
      { numRuns: 20 },
    );
  });

  it("would be noticed: a change before the cut does move the scalers", () => {
    const changed = [...rows];
    const row = cutRow - 4;
    changed[row] = { ...rows[row], day: days[row] ?? new Date(0), close: 1e4, news: 0, mood: "up" };
    expect(of(changed).fitted).not.toEqual(before.fitted);
  });

  it("that were known only after the cut do not count as training: the last two of `news`", () => {
    const moved = (row: number) => {
      const changed = [...rows];
      changed[row] = {
        ...rows[row],
        day: days[row] ?? new Date(0),
        close: prices[row],
        news: 1e6,
        mood: "up",
      };
      return of(changed).fitted.scalers.heard;
    };
    expect(moved(cutRow - 2)).toEqual(before.fitted.scalers.heard);
    expect(moved(cutRow - 3)).not.toEqual(before.fitted.scalers.heard);
  });
});
