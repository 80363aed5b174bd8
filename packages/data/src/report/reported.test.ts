import { rng } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { formatDate } from "../1-read/date.ts";
import type { Row } from "../1-read/rows.ts";
import { type ColumnExpr, call, column } from "../3-columns/expression.ts";
import { latest } from "../7-batch/batches.ts";
import { gather } from "../7-batch/gather.ts";
import { baselineForecast } from "../baselines/baseline.ts";
import { type Prepared, partOf, prepare } from "../prepare.ts";
import { refusal } from "../refusal.test-tool.ts";
import type { DataSpec } from "../spec.ts";
import { report, restore } from "./reported.ts";

const day = (n: number) => new Date(Date.UTC(2020, 0, 1 + n));
const rows = Array.from({ length: 60 }, (_, n) => ({
  day: day(n),
  close: 50 + 10 * Math.sin(n) + n,
  plan: 2 + (n % 3),
  news: (n * 7) % 5,
  shop: "a",
}));

const base: DataSpec = {
  source: { kind: "given" },
  time: { kind: "clock", column: "day", every: "day" },
  ahead: ["plan"],
  input: [{ columns: [column("news")] }],
  target: [{ columns: [column("close")] }],
  report: "close",
  window: 4,
  horizon: 3,
  scale: [{ method: "standard" }],
};
const of = (own: Partial<DataSpec>) => prepare({ ...base, ...own }, { rows, rng: rng(1) });
const targets = (...columns: ColumnExpr[]) => [{ columns }];

/** The scaled truth, as a perfect model would predict it. */
function truth(data: Prepared): Float64Array {
  const test = partOf(data, "test");
  const all = Int32Array.from({ length: test.count }, (_, i) => i);
  return Float64Array.from(gather(data, test, all, { dtype: "f64" }).fields.y?.data ?? []);
}

/** How far a perfect prediction of the target, turned back, lies from the column at most. */
function worst(data: Prepared): number {
  const reported = report(data, partOf(data, "test"));
  const restored = restore(data, reported, truth(data));
  expect(restored.length).toBeGreaterThan(0);
  return Math.max(...restored.map((value, i) => Math.abs(value - (reported.actual[i] ?? Number.NaN))));
}

const close = column("close");
const log = (c: ColumnExpr) => call("log", c);

describe("restore", () => {
  it.each<[string, ColumnExpr]>([
    ["the column itself", close],
    ["a logarithm", log(close)],
    ["an exponential", call("exp", call("/", close, 100))],
    ["a return, day by day from the restored day before", log(call("/", close, call("lag", close, 1)))],
    ["a difference of seasons", call("diff", log(close), 2)],
    ["a difference of one step", call("diff", close)],
    ["minus, from the left and the right", call("-", 3, call("-", close, 1))],
    ["an inverse", call("/", 1000, close)],
    ["a sum with what is known ahead", call("+", call("*", 2, close), "plan")],
    ["a negative", call("negate", close)],
    ["a change of change", call("diff", call("diff", close))],
    ["old values in a square root", call("/", close, call("sqrt", call("lag", close, 3)))],
    ["the value after next", call("lead", close, 2)],
    ["late values known by the horizon", call("*", close, call("exp", call("lag", "news", 3)))],
  ])("undoes %s", (_, expr) => {
    expect(worst(of({ target: targets(expr) }))).toBeLessThan(1e-10);
  });

  it("finds the report column among several targets, and behind names", () => {
    const data = of({
      let: [
        { name: "price", value: close },
        { name: "change", value: log(call("/", "price", call("lag", "price", 1))) },
      ],
      target: targets(column("news"), column("change")),
      report: "price",
    });
    expect(worst(data)).toBeLessThan(1e-10);
    expect(report(data, partOf(data, "test"))).toMatchObject({ name: "price", field: "y", horizon: 3 });
  });

  it("uses the scaler of the window, or of the series", () => {
    for (const by of ["window", "series"] as const) {
      expect(worst(of({ scale: [{ method: "standard", by }], series: ["shop"] }))).toBeLessThan(1e-10);
    }
  });

  it("takes the last step where there is no horizon", () => {
    const data = of({ horizon: undefined, input: targets(close), target: targets(call("next", close)) });
    const reported = report(data, partOf(data, "test"));
    expect(reported.horizon).toBe(1);
    expect(worst(data)).toBeLessThan(1e-10);
    expect(reported.actual[0]).toBe(rows[reported.rows[0] ?? 0]?.close);
    expect(reported.rows[0]).toBe(reported.examples.inputTo[0] ?? 0);
  });

  it("does not read the truth after the origin: wrong predictions are carried on", () => {
    const data = of({ target: targets(call("diff", close)), scale: [] });
    const reported = report(data, partOf(data, "test"));
    const restored = restore(data, reported, new Float64Array(reported.count * 3).fill(1));
    expect(Array.from(restored.subarray(0, 3), (value) => value - (reported.last[0] ?? 0))).toEqual([
      1, 2, 3,
    ]);
  });

  it("reports the target when nothing is said, and independent rows", () => {
    const quiet = of({ report: undefined, target: targets(call("lead", close, 1)) });
    expect(report(quiet, partOf(quiet, "test")).name).toBe("close");
    const loose = of({
      time: undefined,
      ahead: [],
      window: undefined,
      horizon: undefined,
      target: targets(log(close)),
    });
    expect(worst(loose)).toBeLessThan(1e-10);
    expect(report(loose, partOf(loose, "test")).last[0]).toBeNaN();
  });

  describe("after the last row", () => {
    const shops = ["a", "b"].flatMap((shop) =>
      rows.map((row) => ({ ...row, shop, area: shop === "a" ? 100 : 10 })),
    );
    const inShops = (own: Partial<DataSpec>, given: readonly Row[] = shops) =>
      prepare({ ...base, series: ["shop"], scale: [], ...own }, { rows: given, rng: rng(1) });
    /** The forecast of both shops that follows from a target of 1 at each step. */
    const ones = (data: Prepared) => {
      const next = report(data, latest(data));
      return Array.from(restore(data, next, new Float64Array(next.count * 3).fill(1)));
    };

    it("reads what does not change in the series itself", () => {
      const data = inShops({ static: targets(column("area")), target: targets(call("/", close, "area")) });
      expect(ones(data)).toEqual([100, 100, 100, 10, 10, 10]);
    });

    it("reads what was measured in time, of the series itself", () => {
      const target = targets(call("-", close, call("lag", "news", 3)));
      const last = shops.slice(-3).map(({ news }) => 1 + news);
      expect(ones(inShops({ target }))).toEqual([...last, ...last]);
    });

    it("reads a plan where rows for the future hold it, and says so where they do not", () => {
      const target = targets(call("-", close, "plan"));
      expect(refusal(() => ones(inShops({ target })))).toMatchObject({
        code: "known-missing",
        details: { column: "plan" },
      });
      const future = ["a", "b"].flatMap((shop) =>
        [60, 61, 62].map((n) => ({ day: day(n), plan: n, news: null, close: null, shop, area: null })),
      );
      expect(ones(inShops({ target }, [...shops, ...future]))).toEqual([61, 62, 63, 61, 62, 63]);
    });

    it("asks for more rows where the way back begins before the first", () => {
      const few = { rows: shops.filter((row) => row.day >= day(55)), rng: rng(1) };
      const missing = (expr: ColumnExpr) => {
        const spec = { ...base, series: ["shop"], scale: [], target: targets(expr) };
        const { fitted } = prepare(spec, { ...few, rows: shops });
        const { code, details } = refusal(() => ones(prepare(spec, few, { fitted })));
        return { code, ...details };
      };
      expect(missing(call("diff", close, 7))).toEqual({ code: "too-few-rows", column: "close", steps: 2 });
      const measured = call("lag", call("mean", "news", 3), 5);
      expect(missing(call("-", close, measured))).toEqual({
        code: "too-few-rows",
        column: "lag(mean(news, 3), 5)",
        steps: 2,
      });
    });
  });

  it.each<[string, ColumnExpr]>([
    ["a function that cannot be undone", call("abs", close)],
    ["the column on both sides", call("*", close, close)],
    ["another column", column("news")],
    ["a column not known by then", call("*", close, "news")],
    ["a trailing mean of the column itself", call("mean", close, 3)],
    ["a trailing mean of old values", call("/", close, call("lag", call("mean", close, 3), 1))],
  ])("refuses %s", (_, expr) => {
    const data = of({ target: targets(expr) });
    expect(refusal(() => report(data, partOf(data, "test"))).code).toBe("report-impossible");
  });

  it("refuses to read between the origin and the first predicted step", () => {
    const data = of({ target: targets(log(call("/", call("lead", close, 2), close))) });
    const reported = report(data, partOf(data, "test"));
    expect(refusal(() => restore(data, reported, truth(data))).code).toBe("report-impossible");
  });

  it("refuses targets that are no numbers, and predictions of another size", () => {
    const classes = of({ report: undefined, target: targets(call("category", "shop")) });
    expect(refusal(() => report(classes, partOf(classes, "test"))).code).toBe("report-not-number");
    const data = of({});
    const reported = report(data, partOf(data, "test"));
    expect(refusal(() => restore(data, reported, [1, 2]))).toMatchObject({
      code: "prediction-size",
      details: { horizon: 3, found: 2 },
    });
  });
});

describe("report", () => {
  it("names origins, predicted times and what came true", () => {
    const data = of({});
    const test = partOf(data, "test");
    const reported = report(data, test);
    const origin = (test.inputTo[0] ?? 0) - 1;
    expect(formatDate(reported.originTimes[0] ?? 0)).toBe(formatDate(day(origin).getTime()));
    expect(Array.from(reported.times.subarray(0, 3), formatDate)).toEqual(
      [1, 2, 3].map((k) => formatDate(day(origin + k).getTime())),
    );
    expect(reported.last[0]).toBe(rows[origin]?.close);
    expect(Array.from(reported.actual.subarray(0, 3))).toEqual([1, 2, 3].map((k) => rows[origin + k]?.close));
  });

  it("goes on in the steps of the time axis where the truth is still to come", () => {
    const data = of({
      time: { kind: "clock", column: "day", every: "businessDay", gaps: "skip" },
      where: [call("<", call("dayOfWeek", "day"), 6)],
    });
    const reported = report(data, latest(data));
    // 2020-02-29 is the sixtieth day, a Saturday; the last row is the Friday before.
    expect(Array.from(reported.times, formatDate)).toEqual(["2020-03-02", "2020-03-03", "2020-03-04"]);
    expect(Array.from(reported.actual)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(restore(data, reported, [0, 0, 0])[0]).toBeGreaterThan(40);
  });

  it("knows a late column only until it was told", () => {
    const data = of({ late: [{ column: "close", by: 2 }], report: undefined, target: targets(close) });
    const test = partOf(data, "test");
    const reported = report(data, test);
    expect(reported.last[0]).toBe(rows[(test.inputTo[0] ?? 0) - 3]?.close);
    // Drift starts from there too: the first predicted step lies three steps after it.
    const [first = 0, second = 0] = baselineForecast(data, reported, { kind: "drift" });
    const from = rows[0]?.close ?? 0;
    const known = (test.inputTo[0] ?? 0) - 3;
    const slope = ((reported.last[0] ?? 0) - from) / known;
    expect(first).toBeCloseTo((reported.last[0] ?? 0) + 3 * slope, 9);
    expect(second - first).toBeCloseTo(slope, 9);
    const change = of({ late: [{ column: "close", by: 2 }], target: targets(call("diff", close)) });
    const made = report(change, partOf(change, "test"));
    expect(refusal(() => restore(change, made, truth(change))).code).toBe("report-impossible");
  });
});
