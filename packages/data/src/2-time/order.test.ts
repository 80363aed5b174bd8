import { describe, expect, it } from "vitest";
import { readCsv } from "../1-read/csv.ts";
import { formatDate } from "../1-read/date.ts";
import { rowsToTable } from "../1-read/rows.ts";
import { numbersIn, refusal } from "../refusal.test-tool.ts";
import type { GapRule, MissingRule } from "../spec.ts";
import { extendFuture } from "./extend.ts";
import { settleGaps } from "./gaps.ts";
import { joinLatest } from "./join.ts";
import { settleMissing } from "./missing.ts";
import { orderRows } from "./order.ts";
import { parseStep } from "./step.ts";

const clock = { kind: "clock", column: "day" } as const;
const ordered = (text: string, series: string[] = []) => orderRows(readCsv(text, "a.csv"), clock, series);
const dates = (times: Float64Array) => Array.from(times, formatDate);

describe("orderRows", () => {
  it("sorts by time and says so", () => {
    const rows = ordered("day,v\n2020-01-02,2\n2020-01-01,1\n2020-01-03,3\n");
    expect(numbersIn(rows.table, "v")).toEqual([1, 2, 3]);
    expect([...rows.table.places]).toEqual([3, 2, 4]);
    expect(rows.notices.map(({ code }) => code)).toEqual(["time-unsorted"]);
  });

  it("sorts series apart, in the order in which they appear, without a word if each runs forward", () => {
    const rows = ordered("day,shop,v\n2020-01-01,b,1\n2020-01-01,a,10\n2020-01-02,b,2\n2020-01-02,a,20\n", [
      "shop",
    ]);
    expect(numbersIn(rows.table, "v")).toEqual([1, 2, 10, 20]);
    expect([...rows.starts]).toEqual([0, 2, 4]);
    expect(rows.keys).toEqual([["b"], ["a"]]);
    expect(rows.notices).toEqual([]);
  });

  it("takes numbers handed in as milliseconds and written ones as years", () => {
    expect([...orderRows(rowsToTable([{ day: 5000 }]), clock, []).times]).toEqual([5000]);
    expect(dates(ordered("day,v\n2015,1\n2016,2\n").times)).toEqual(["2015-01-01", "2016-01-01"]);
  });

  it("refuses dates that cannot be read, all together", () => {
    const error = refusal(() => ordered("day,v\n2020-01-01,1\n2020-02-30,2\n,3\nsoon,4\n"));
    expect(error).toMatchObject({ code: "date-unreadable", details: { column: "day", count: 3 } });
    expect(error.message).toMatchInlineSnapshot(`
      "a.csv, line 3: day \`2020-02-30\` does not exist
      a.csv, line 4: day is empty
      a.csv, line 5: day \`soon\` is not a date
        help: write dates as 2015-01-31, 2015-01 or 2015-01-31 18:00"
    `);
  });

  it("refuses a time twice in one series, with both lines", () => {
    const text = "day,shop\n2020-01-02,a\n2020-01-01,a\n2020-01-02,b\n";
    expect(refusal(() => ordered(text))).toMatchObject({
      code: "time-twice",
      details: { time: "2020-01-02", places: [2, 4] },
    });
    expect(ordered(text, ["shop"]).keys).toHaveLength(2);
  });

  it("refuses an unknown column with the likely one, and zones", () => {
    const table = readCsv("Date,v\n2020-01-01,1\n", "a.csv");
    expect(refusal(() => orderRows(table, { kind: "clock", column: "date" }, []))).toMatchObject({
      code: "column-unknown",
      details: { column: "date", meant: "Date" },
    });
    const zoned = { kind: "clock", column: "Date", zone: "Asia/Seoul" } as const;
    expect(refusal(() => orderRows(table, zoned, [])).code).toBe("zone-unsupported");
  });
});

describe("settleGaps", () => {
  const text = "day,v,shop,area\n2020-01-01,1,a,9\n2020-01-04,4,a,9\n2020-01-05,5,a,9\n";
  const settle = (rule: GapRule, every = "day") =>
    settleGaps(ordered(text), parseStep(every), rule, { timeColumn: "day", columns: new Set(["area"]) });

  it("refuses a gap and says where and how long", () => {
    const error = refusal(() => settle("error"));
    expect(error).toMatchObject({ code: "time-gap", details: { gaps: 1, steps: 2 } });
    expect(error.message).toContain("2 steps between 2020-01-01 and 2020-01-04 (a.csv, line 2)");
  });

  it("skips, repeats or fills", () => {
    expect(settle("skip").table.rowCount).toBe(3);
    const forward = settle("forward");
    expect(dates(forward.times)).toEqual([
      "2020-01-01",
      "2020-01-02",
      "2020-01-03",
      "2020-01-04",
      "2020-01-05",
    ]);
    expect(numbersIn(forward.table, "v")).toEqual([1, 1, 1, 4, 5]);
    const filled = settle({ fill: 0 });
    expect(numbersIn(filled.table, "v")).toEqual([1, 0, 0, 4, 5]);
    expect(numbersIn(filled.table, "area")).toEqual([9, 9, 9, 9, 9]);
    expect([...filled.table.places]).toEqual([2, 0, 0, 3, 4]);
    expect([...filled.starts]).toEqual([0, 5]);
    expect(filled.notices.map(({ code }) => code)).toEqual(["gaps-filled"]);
  });

  it("fills no value into a gap after the last one: the future stays unknown", () => {
    const plan = "day,v,plan\n2020-01-01,1,7\n2020-01-02,,7\n2020-01-04,,9\n";
    const rule = { fill: 0 };
    const filled = settleGaps(ordered(plan), parseStep("day"), rule, {
      timeColumn: "day",
      columns: new Set(),
    });
    expect(numbersIn(filled.table, "v")).toEqual([1, Number.NaN, Number.NaN, Number.NaN]);
    expect(numbersIn(filled.table, "plan")).toEqual([7, 7, 0, 9]);
  });

  it("refuses rows between two steps, weekends among business days, and two rows in one step", () => {
    expect(refusal(() => settle("skip", "businessDay"))).toMatchObject({
      code: "time-off-grid",
      details: { place: 3, time: "2020-01-04" },
    });
    expect(refusal(() => settle("skip", "week")).code).toBe("time-off-grid");
    expect(refusal(() => settle("skip", "month"))).toMatchObject({
      code: "time-twice",
      details: { places: [2, 3] },
    });
  });
});

describe("settleMissing", () => {
  const text = "day,v\n2020-01-01,\n2020-01-02,2\n2020-01-03,\n2020-01-04,4\n2020-01-05,\n";
  const presence = { mayBeginLate: () => false, mayEndEarly: () => false };
  const settle = (rule: MissingRule, own = presence) => settleMissing(ordered(text), ["v"], rule, own);

  it("refuses missing cells with every place", () => {
    const error = refusal(() => settle("error"));
    expect(error).toMatchObject({ code: "value-missing", details: { count: 3, columns: ["v"], first: 2 } });
    expect(error.message).toContain("a.csv, line 4: v");
  });

  it("drops rows, repeats the last value, or fills", () => {
    expect(numbersIn(settle("drop").table, "v")).toEqual([2, 4]);
    expect(numbersIn(settle({ fill: 0 }).table, "v")).toEqual([0, 2, 0, 4, 0]);
    const begins = { mayBeginLate: () => true, mayEndEarly: () => false };
    expect(numbersIn(settle("forward", begins).table, "v")).toEqual([NaN, 2, 2, 4, 4]);
  });

  it("lets a column end early where the future is not known yet", () => {
    const open = { mayBeginLate: () => true, mayEndEarly: () => true };
    expect(refusal(() => settle("error", open))).toMatchObject({ details: { count: 1 } });
  });
});

describe("joinLatest and extendFuture", () => {
  it("takes the latest row that is not after, and nothing before the first", () => {
    const left = ordered("day,v\n2020-01-01,1\n2020-01-02,2\n2020-01-05,5\n2020-01-07,7\n");
    const right = ordered("day,w\n2020-01-02,20\n2020-01-04,40\n2020-01-06,60\n2020-01-07,70\n");
    const joined = joinLatest(left, right, "m", []);
    expect(numbersIn(joined, "m.w")).toEqual([Number.NaN, 20, 40, 70]);
    expect(joined.columns.has("m.day")).toBe(true);
  });

  it("matches series where both have them", () => {
    const left = ordered("day,shop,v\n2020-01-01,a,1\n2020-01-01,b,1\n2020-01-01,c,1\n", ["shop"]);
    const right = ordered("day,shop,w\n2020-01-01,b,2\n2020-01-01,a,3\n", ["shop"]);
    expect(numbersIn(joinLatest(left, right, "m", ["shop"]), "m.w")).toEqual([3, 2, Number.NaN]);
  });

  it("adds future rows with their time and what does not change", () => {
    const rows = ordered("day,v,area\n2020-11-30,1,9\n2020-12-31,2,9\n");
    const ahead = extendFuture(rows, parseStep("month"), 2, "day", new Set(["area"]));
    expect(dates(ahead.times)).toEqual(["2020-11-30", "2020-12-31", "2021-01-31", "2021-02-28"]);
    expect(numbersIn(ahead.table, "v")).toEqual([1, 2, NaN, NaN]);
    expect(numbersIn(ahead.table, "area")).toEqual([9, 9, 9, 9]);
  });
});
