import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv } from "../1-read/csv.ts";
import { dateOf } from "../1-read/date.ts";
import { type Row, rowsToTable } from "../1-read/rows.ts";
import { refusal } from "../refusal.test-tool.ts";
import { evaluator } from "./evaluate.ts";
import { type ColumnExpr, call, column, formatExpr, text } from "./expression.ts";
import { defineLets, resolve } from "./resolve.ts";
import type { Frame } from "./values.ts";

/** One frame of two series: rows 0 to 3 and rows 4 to 5. */
function frameOf(rows: readonly Row[], starts = [0, 4, 6], isTimed = true): Frame {
  return { table: rowsToTable(rows), starts: Int32Array.from(starts), isTimed, spans: new Map() };
}
const v = [1, 2, 4, 8, 10, 20];
const frame = frameOf(
  v.map((value, i) => ({
    v: value,
    w: -value,
    t: `item_${i}`,
    day: new Date(dateOf("2020-02-28") + i * 86_400_000),
  })),
);
const run = (expr: ColumnExpr, own: Frame = frame) => {
  const value = evaluator(own)(expr);
  return { values: [...value.values], from: [...value.span.from], to: [...value.span.to] };
};
const within = (expr: ColumnExpr) => {
  const { values, from, to } = run(expr);
  return from.map((start, s) => values.slice(start, to[s]));
};

describe("functions of one row", () => {
  it.each<[ColumnExpr, number]>([
    [call("+", 1, 2), 3],
    [call("-", 1, 2), -1],
    [call("*", 3, 2), 6],
    [call("/", 3, 2), 1.5],
    [call("^", 3, 2), 9],
    [call("negate", 3), -3],
    [call("==", 3, 3), 1],
    [call("!=", 3, 3), 0],
    [call("<", 2, 3), 1],
    [call("<=", 3, 3), 1],
    [call(">", 2, 3), 0],
    [call(">=", 2, 3), 0],
    [call("and", 1, 0), 0],
    [call("or", 1, 0), 1],
    [call("not", 0), 1],
    [call("log", Math.E), 1],
    [call("exp", 0), 1],
    [call("sqrt", 9), 3],
    [call("abs", -2), 2],
    [call("sign", -2), -1],
    [call("clamp", 7, 0, 5), 5],
    [call("where", 1, 7, 8), 7],
    [call("where", 0, 7, 8), 8],
  ])("%j", (expr, want) => {
    expect(run(expr).values[0]).toBe(want);
  });

  it("keeps a missing value missing, also in comparisons", () => {
    const gap = frameOf([{ a: 1 }, { a: undefined }], [0, 2]);
    for (const name of ["<", "==", "!=", "and"]) expect(run(call(name, "a", 1), gap).values[1]).toBeNaN();
    expect(run(call("where", "a", 1, 2), gap).values[1]).toBeNaN();
  });

  it("compares texts with texts, codes as they were written, and dates with dates", () => {
    const table = readCsv("status,code,day\nok,007,2015-01-01\nbad,7,2014-06-01\n", "a.csv");
    const own: Frame = { table, starts: Int32Array.of(0, 2), isTimed: false, spans: new Map() };
    expect(run(call("==", "status", text("ok")), own).values).toEqual([1, 0]);
    expect(run(call("!=", "code", text("007")), own).values).toEqual([0, 1]);
    expect(run(call(">=", "day", text("2015")), own).values).toEqual([1, 0]);
    expect(refusal(() => run(call("<", "status", text("2015")), own)).code).toBe("date-unreadable");
  });

  it("cuts and lowers texts", () => {
    expect(run(call("before", "t", text("_"))).values[0]).toBe("item");
    expect(run(call("after", "t", text("_"))).values[1]).toBe("1");
    expect(run(call("before", "t", text("?"))).values[0]).toBe("item_0");
    expect(run(call("after", "t", text("?"))).values[0]).toBe("");
    expect(run(call("lower", text("ÄB"))).values[0]).toBe("äb");
  });

  it("works on the entries of lists, and repeats single values for them", () => {
    const lists = frameOf(
      [
        { l: [1, 2], k: 10 },
        { l: [], k: 20 },
        { l: [3], k: 30 },
      ],
      [0, 3],
      false,
    );
    expect(run(call("+", "l", "k"), lists).values).toEqual([11, 12, 33]);
    expect(run(call("last", "l"), lists).values).toEqual([2, Number.NaN, 3]);
    expect(run(call("first", "l"), lists).values).toEqual([1, Number.NaN, 3]);
    const uneven = frameOf([{ l: [1, 2], m: [1] }], [0, 1], false);
    expect(refusal(() => run(call("*", "l", "m"), uneven)).code).toBe("lists-uneven");
  });
});

describe("functions along time", () => {
  it("stay inside a series: they begin late, or end early, in each", () => {
    expect(within(call("lag", "v", 1))).toEqual([[1, 2, 4], [10]]);
    expect(within(call("lead", "v", 2))).toEqual([[4, 8], []]);
    expect(within(call("next", "v"))).toEqual([[2, 4, 8], [20]]);
    expect(within(call("diff", "v"))).toEqual([[1, 2, 4], [10]]);
    expect(within(call("diff", "v", 2))).toEqual([[3, 6], []]);
    expect(within(call("mean", "v", 2))).toEqual([[1.5, 3, 6], [15]]);
    expect(within(call("sum", "v", 3))).toEqual([[7, 14], []]);
    expect(within(call("min", "w", 2))).toEqual([[-2, -4, -8], [-20]]);
    expect(within(call("max", "w", 2))).toEqual([[-1, -2, -4], [-10]]);
    expect(within(call("std", "v", 2))).toEqual([
      [Math.SQRT1_2, Math.SQRT2, 2 * Math.SQRT2],
      [Math.sqrt(50)],
    ]);
    expect(within(call("ewm", "v", 0.5))).toEqual([
      [1, 1.5, 2.75, 5.375],
      [10, 15],
    ]);
    expect(within(call("lag", "t", 1))).toEqual([["item_0", "item_1", "item_2"], ["item_4"]]);
  });

  it("add up when nested", () => {
    const growth = call("log", call("/", "v", call("lag", "v", 1)));
    expect(within(call("mean", growth, 2))).toEqual([[Math.LN2, Math.LN2], []]);
    expect(within(call("lag", call("lead", "v", 1), 1))).toEqual([[2, 4, 8], [20]]);
  });

  it("read the same window whatever stands after it", () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 3,
      maxLength: 12,
    });
    const names = fc.constantFrom("mean", "sum", "min", "max", "std", "lag", "diff");
    fc.assert(
      fc.property(numbers, names, fc.integer({ min: 1, max: 3 }), (values, name, n) => {
        const until = (count: number) =>
          run(
            call(name, "v", n),
            frameOf(
              values.slice(0, count).map((value) => ({ v: value })),
              [0, count],
            ),
          );
        const whole = until(values.length);
        const early = until(values.length - 1);
        expect(early.values.slice(early.from[0])).toEqual(whole.values.slice(whole.from[0], -1));
      }),
    );
  });

  it("need rows in order, a whole number of steps, and a share", () => {
    const loose = { ...frame, isTimed: false };
    expect(refusal(() => run(call("lag", "v", 1), loose)).code).toBe("time-needed");
    for (const n of [0, -1, 1.5]) expect(refusal(() => run(call("lag", "v", n))).code).toBe("count-range");
    for (const share of [0, 1.2])
      expect(refusal(() => run(call("ewm", "v", share))).code).toBe("share-range");
  });

  it("knows the calendar, weeks by ISO 8601", () => {
    expect(run(call("dayOfWeek", "day")).values).toEqual([5, 6, 7, 1, 2, 3]);
    expect(run(call("month", "day")).values).toEqual([2, 2, 3, 3, 3, 3]);
    const at = (name: string, date: string) => run(call(name, text(date))).values[0];
    expect(at("weekOfYear", "2021-01-03")).toBe(53);
    expect(at("weekOfYear", "2021-01-04")).toBe(1);
    expect(at("weekOfYear", "2018-12-31")).toBe(1);
    expect(at("dayOfYear", "2020-12-31")).toBe(366);
    expect(at("quarter", "2020-04-01")).toBe(2);
    expect([at("hour", "2020-01-01 17:45"), at("minute", "2020-01-01 17:45"), at("year", "1969")]).toEqual([
      17, 45, 1969,
    ]);
    expect(at("dayOfMonth", "2020-02-29")).toBe(29);
  });
});

describe("what is refused", () => {
  it("names the cells that are not numbers", () => {
    const table = readCsv('day,close\n1,5\n2,"1,234"\n3,six\n', "a.csv");
    const own: Frame = { table, starts: Int32Array.of(0, 3), isTimed: true, spans: new Map() };
    const error = refusal(() => run(call("log", "close"), own));
    expect(error).toMatchObject({ code: "number-unreadable", details: { column: "close", count: 2 } });
    expect(error.message).toMatchInlineSnapshot(`
      "close has 2 cells that are not a number
        a.csv, line 3: \`1,234\`
        a.csv, line 4: \`six\`
        help: write numbers without thousands separators; if \`,\` is the decimal sign, read the file with decimal = ",""
    `);
  });

  it("names unknown columns and functions, wrong arity, misplaced encoders and picks", () => {
    expect(refusal(() => run(column("Day")))).toMatchObject({
      code: "column-unknown",
      details: { meant: "day" },
    });
    expect(refusal(() => run(call("tan", "v"))).code).toBe("function-unknown");
    expect(refusal(() => run(call("lag", "v")))).toMatchObject({
      code: "function-arguments",
      details: { want: [2, 2], found: 1 },
    });
    expect(refusal(() => run(call("+", call("onehot", "t"), 1))).code).toBe("encoder-inside");
    expect(refusal(() => run(call("+", call("last", "v"), 1))).code).toBe("whole-inside");
    expect(refusal(() => run(call("log", call("lower", "t")))).code).toBe("text-as-number");
  });
});

describe("let and writing", () => {
  it("lets a name hide a column that its own expression still means", () => {
    const lets = defineLets([
      { name: "v", value: call("+", "v", 100) },
      { name: "twice", value: call("*", "v", 2) },
    ]);
    expect(run(resolve(column("twice"), lets)).values[0]).toBe(202);
  });

  it("unfolds names that double each other sixty times without taking for ever", () => {
    const lets = Array.from({ length: 60 }, (_, i) => ({
      name: `a${i + 1}`,
      value: call("+", i === 0 ? "v" : `a${i}`, i === 0 ? "v" : `a${i}`),
    }));
    expect(run(resolve(column("a60"), defineLets(lets))).values[0]).toBe(2 ** 60);
  });

  it("writes expressions as the language does, with the brackets they need", () => {
    const written = [
      call("log", call("/", "close", call("lag", "close", 1))),
      call("*", call("+", "a", "b"), "c"),
      call("-", "a", call("-", "b", "c")),
      call("negate", call("^", "x", 2)),
      call("^", call("negate", "x"), 2),
      call("and", call("<", 0, "price"), call("not", call("==", "status", text("x")))),
      { kind: "call", name: "words", args: [column("Adj Close")], options: { most: 20 } } as const,
    ].map(formatExpr);
    expect(written).toEqual([
      "log(close / lag(close, 1))",
      "(a + b) * c",
      "a - (b - c)",
      "-x ^ 2",
      "(-x) ^ 2",
      '0 < price and not status == "x"',
      'words("Adj Close", most = 20)',
    ]);
  });
});
