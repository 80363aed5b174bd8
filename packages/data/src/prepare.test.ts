import { rng } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import type { Row } from "./1-read/rows.ts";
import { type ColumnExpr, call, column } from "./3-columns/expression.ts";
import { batches, latest } from "./7-batch/batches.ts";
import { gather } from "./7-batch/gather.ts";
import { fieldInfos } from "./7-batch/shape.ts";
import { type Prepared, partOf, prepare } from "./prepare.ts";
import { refusal } from "./refusal.test-tool.ts";
import type { DataSpec } from "./spec.ts";

const day = (n: number) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);

/** Twenty days of a column v = 100 + n and w = n. */
const csv = ["day,v,w", ...Array.from({ length: 20 }, (_, n) => `${day(n)},${100 + n},${n}`)].join("\n");
const files = new Map([["a.csv", csv]]);

const field = (...columns: (ColumnExpr | string)[]) => [
  { columns: columns.map((own) => (typeof own === "string" ? column(own) : own)) },
];

const base: DataSpec = {
  source: { kind: "csv", file: "a.csv" },
  time: { kind: "clock", column: "day", every: "day" },
  input: field("v"),
  target: field("v"),
  window: 3,
  horizon: 2,
  split: { kind: "shares", shares: [0.5, 0.25, 0.25] },
};
const of = (own: Partial<DataSpec>, rows?: readonly Row[]) =>
  prepare({ ...base, ...own }, { files, ...(rows === undefined ? {} : { rows }), rng: rng(1) });

/** All examples of a part, as nested numbers. */
function values(data: Prepared, part: "train" | "validation" | "test", name: string): number[] {
  const [batch] = [...batches(data, part, { size: 1000, dtype: "f64" })];
  return Array.from(batch?.fields[name]?.data ?? []);
}
const axes = (data: Prepared, name: string) =>
  fieldInfos(data)
    .find((info) => info.name === name)
    ?.axes.map((axis) => (axis.size === undefined ? axis.name : `${axis.name} ${axis.size}`));

describe("prepare, rows with a time", () => {
  it("makes windows of each part, which look back over the border and predict inside", () => {
    const data = of({});
    expect([...data.parts].map(([name, { count }]) => [name, count])).toEqual([
      ["train", 6],
      ["validation", 4],
      ["test", 4],
    ]);
    expect(values(data, "train", "y").slice(-2)).toEqual([108, 109]);
    expect(values(data, "validation", "x").slice(0, 3)).toEqual([107, 108, 109]);
    expect(values(data, "validation", "y").slice(0, 2)).toEqual([110, 111]);
    expect(axes(data, "x")).toEqual(["batch", "time 3", "feature 1"]);
    expect(axes(data, "y")).toEqual(["batch", "horizon 2"]);
  });

  it("fits scalers on the training part alone", () => {
    const data = of({ scale: [{ method: "minmax" }] });
    expect(data.fitted.scalers).toEqual({
      v: { by: "all", scaler: { method: "minmax", shift: 100, factor: 9 } },
    });
    expect(values(data, "test", "y").at(-1)).toBeCloseTo(19 / 9, 12);
  });

  it("lets a scaler that names its column come first, and a target share that of its column", () => {
    const data = of({
      input: field("v", "w"),
      target: field(call("lead", "v", 1)),
      scale: [{ method: "robust", columns: ["w"] }, { method: "standard" }],
    });
    expect(
      Object.entries(data.fitted.scalers).map(([key, own]) => [key, own.by === "all" && own.scaler.method]),
    ).toEqual([
      ["v", "standard"],
      ["w", "robust"],
    ]);
  });

  it("does not fit on late values that came after the training part", () => {
    const scale = [{ method: "minmax" }] as const;
    const late = of({
      scale,
      late: [{ column: "w", by: 2 }],
      input: field(call("lag", "w", 2)),
      target: field("v"),
    });
    expect(late.fitted.scalers.w).toMatchObject({ scaler: { shift: 0, factor: 8 } });
  });

  it("has several targets on an axis of their own, and known and static columns", () => {
    const data = of(
      {
        ahead: ["w"],
        known: field("w", call("cycle", call("dayOfWeek", "day"))),
        static: field(call("onehot", "kind")),
        target: field("v", "w"),
        source: { kind: "given" },
      },
      Array.from({ length: 20 }, (_, n) => ({ day: day(n), v: n, w: n * n, kind: "a" })),
    );
    expect(axes(data, "known")).toEqual(["batch", "horizon 2", "feature 3"]);
    expect(axes(data, "static")).toEqual(["batch", "static 2"]);
    expect(axes(data, "y")).toEqual(["batch", "horizon 2", "target 2"]);
    const [batch] = [...batches(data, "train", { size: 1 })];
    expect(batch?.fields.y?.toString()).toBe("f32[1, 2, 2]\n[[[ 3.,  9.],\n  [ 4., 16.]]]");
    expect(batch?.fields.known?.data[0]).toBe(9);
    expect(batch?.fields.static?.toString()).toBe("f32[1, 2]\n[[0., 1.]]");
  });

  it("scales each window by itself, or each series", () => {
    const own = of({ scale: [{ method: "minmax", by: "window" }] });
    expect(values(own, "test", "x").slice(0, 3)).toEqual([0, 0.5, 1]);
    expect(values(own, "test", "y").slice(0, 2)).toEqual([1.5, 2]);
    const rows = Array.from({ length: 40 }, (_, n) => ({
      day: day(n % 20),
      v: (n < 20 ? 1 : 10) * (n % 20),
      shop: n < 20 ? "a" : "b",
    }));
    const both = of(
      { source: { kind: "given" }, series: ["shop"], scale: [{ method: "minmax", by: "series" }] },
      rows,
    );
    expect(both.fitted.scalers.v).toMatchObject({
      by: "series",
      scalers: { '["a"]': { factor: 9 }, '["b"]': { factor: 90 } },
    });
    expect(values(both, "test", "y").slice(0, 2)).toEqual(values(both, "test", "y").slice(8, 10));
  });

  it("cuts whole sequences where the parts meet and says how long they are", () => {
    const data = of({ window: undefined, horizon: undefined, target: field(call("next", "v")) });
    expect([...data.parts.values()].map(({ count }) => count)).toEqual([1, 1, 1]);
    const [batch] = [...batches(data, "validation", { size: 1, padTo: 9 })];
    // 19 rows have a next one, and shares are of these: validation predicts rows 10 to 13.
    expect(batch?.lengths.x?.data).toEqual(Int32Array.of(4));
    expect(batch?.fields.x?.shape).toEqual([1, 9, 1]);
    expect(Array.from(batch?.fields.y?.data ?? [])).toEqual([110, 111, 112, 113, 0, 0, 0, 0, 0]);
    expect(axes(data, "y")).toEqual(["batch", "time", "target 1"]);
  });

  it("feeds targets back a step late: first the last known value, at the start of all 0", () => {
    const feedback = [{ name: "previous", field: "y" }];
    const data = of({ feedback });
    expect(values(data, "train", "y").slice(0, 2)).toEqual([103, 104]);
    expect(values(data, "train", "previous").slice(0, 2)).toEqual([102, 103]);
    expect(axes(data, "previous")).toEqual(["batch", "horizon 2"]);
    const whole = of({
      feedback,
      window: undefined,
      horizon: undefined,
      input: field("w"),
      target: field("v"),
    });
    expect(values(whole, "train", "previous")).toEqual([0, 100, 101, 102, 103, 104, 105, 106, 107, 108]);
    expect(values(whole, "validation", "previous")[0]).toBe(109);
  });

  it("drops the rows at the start that a lag or a join leaves empty, and says so", () => {
    const spx = ["day,c", ...Array.from({ length: 14 }, (_, n) => `${day(n + 6)},${n}`)].join("\n");
    const data = prepare(
      {
        ...base,
        join: [{ name: "m", source: { kind: "csv", file: "m.csv" } }],
        input: field(call("lag", "v", 2), "m.c"),
      },
      { files: new Map([...files, ["m.csv", spx]]), rng: rng(1) },
    );
    expect(data.notices).toEqual([expect.objectContaining({ code: "rows-before-first" })]);
    expect(values(data, "train", "x").slice(0, 2)).toEqual([104, 0]);
  });

  it("keeps the split of `time row` with several series by series", () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({
      v: n,
      w: n,
      who: `p${Math.floor(n / 6)}`,
      act: n % 4 < 2 ? "run" : "sit",
    }));
    const data = of(
      {
        source: { kind: "given" },
        time: { kind: "row" },
        series: ["who"],
        window: undefined,
        horizon: undefined,
        target: field(call("category", call("last", "act"))),
        split: { kind: "shares", shares: [0.6, 0.2, 0.2], group: "who" },
      },
      rows,
    );
    expect([...data.parts.values()].map(({ count }) => count)).toEqual([6, 2, 2]);
    expect(axes(data, "x")).toEqual(["batch", "time", "feature 1"]);
    expect(axes(data, "y")).toEqual(["batch"]);
    expect(fieldInfos(data)[1]).toMatchObject({ isIndex: true, vocabulary: "act", vocabularySize: 2 });
  });

  it("goes on past the last row: with what is known ahead, or what the calendar says", () => {
    const plan = Array.from({ length: 22 }, (_, n) => ({ day: day(n), v: n < 20 ? n : undefined, w: n }));
    const given = of({ source: { kind: "given" }, ahead: ["w"], known: field("w") }, plan);
    const last = latest(given);
    const batch = gather(given, last, Int32Array.of(0), { inputsOnly: true });
    expect(Array.from(batch.fields.x?.data ?? [])).toEqual([17, 18, 19]);
    expect(Array.from(batch.fields.known?.data ?? [])).toEqual([20, 21]);
    expect(Object.keys(batch.fields)).toEqual(["x", "known"]);
    const calendar = of({ known: field(call("dayOfMonth", "day")) });
    const ahead = gather(calendar, latest(calendar), Int32Array.of(0), { inputsOnly: true });
    expect(Array.from(ahead.fields.known?.data ?? [])).toEqual([21, 22]);
    const short = of({ source: { kind: "given" }, ahead: ["w"], known: field("w") }, plan.slice(0, 21));
    expect(refusal(() => latest(short))).toMatchObject({ code: "known-missing", details: { column: "w" } });
  });
});

describe("prepare, independent rows", () => {
  const houses = Array.from({ length: 40 }, (_, n) => ({
    area: n,
    rooms: n % 5,
    district: n % 2 ? "b" : "a",
    price: 10 * n,
  }));
  const rowsOf = (own: Partial<DataSpec>, rows: readonly Row[] = houses) =>
    prepare(
      {
        source: { kind: "given" },
        input: field("area", call("onehot", "district")),
        target: field("price"),
        ...own,
      },
      { rows, rng: rng(5) },
    );

  it("shuffles with the seed and scales what is a number", () => {
    const data = rowsOf({ scale: [{ method: "standard" }] });
    expect([...data.parts.values()].map(({ count }) => count)).toEqual([28, 6, 6]);
    expect(axes(data, "x")).toEqual(["batch", "feature 4"]);
    expect(axes(data, "y")).toEqual(["batch", "target 1"]);
    expect(fieldInfos(data)[0]?.columns).toEqual(["area", "onehot(district)"]);
    const area = values(data, "train", "x").filter((_, i) => i % 4 === 0);
    expect(area.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 10);
    expect(partOf(data, "train")).toEqual(partOf(rowsOf({}), "train"));
  });

  it("reads texts as sequences of places, with unknown first and lengths", () => {
    const names = ["Anna", "Bo", "Anna", "Otto", "Nora", "Bo", "Ann", "Toni", "Zoe", "Bo"].map((name, n) => ({
      name,
      language: n % 2 ? "it" : "de",
    }));
    const data = rowsOf(
      { input: field(call("characters", "name")), target: field(call("category", "language")) },
      names,
    );
    expect(axes(data, "x")).toEqual(["batch", "time"]);
    expect(axes(data, "y")).toEqual(["batch"]);
    const [batch] = [...batches(data, "train", { size: 3 })];
    expect(batch?.fields.x?.dtype).toBe("i32");
    expect(batch?.fields.x?.shape[1]).toBe(Math.max(...(batch?.lengths.x?.data ?? [])));
    expect(batch?.lengths.y).toBeUndefined();
  });

  it("cuts words, keeps the most frequent and the longest start, and counts a new class as wrong", () => {
    const reviews = Array.from({ length: 30 }, (_, n) => ({
      text: `It's good, really! ${n}`,
      liked: n % 2 === 0,
    }));
    const data = rowsOf(
      {
        input: [
          {
            columns: [
              { kind: "call", name: "words", args: [column("text")], options: { most: 4, longest: 3 } },
            ],
          },
        ],
        target: field(call("flag", "liked")),
      },
      reviews,
    );
    expect(data.fitted.vocabularies.text?.symbols).toEqual([",", "It's", "good"]);
    const [batch] = [...batches(data, "test", { size: 1 })];
    expect(Array.from(batch?.fields.x?.data ?? [])).toEqual([2, 3, 1]);
    expect(axes(data, "x")).toEqual(["batch", "time 3"]);
  });

  it("gives an answer in symbols that is fed back a start and an end mark", () => {
    const pairs = Array.from({ length: 10 }, () => ({ a: "xy", b: "yx" }));
    const data = rowsOf(
      {
        input: field(call("characters", "a")),
        target: field(call("characters", "b")),
        feedback: [{ name: "previous", field: "y" }],
      },
      pairs,
    );
    const [batch] = [...batches(data, "test", { size: 1 })];
    expect(axes(data, "y")).toEqual(["batch", "step 3"]);
    expect(batch?.fields.y?.toString()).toBe("i32[1, 3]\n[[1, 0, 3]]");
    expect(batch?.fields.previous?.toString()).toBe("i32[1, 3]\n[[2, 1, 0]]");
  });

  it("warns of dates that nobody uses", () => {
    const rows = Array.from({ length: 10 }, (_, n) => ({ sold: day(n), area: n, price: n }));
    expect(rowsOf({ input: field("area") }, rows).notices.map(({ code }) => code)).toEqual([
      "time-forgotten",
    ]);
  });

  it("gives every row for a prediction", () => {
    expect(latest(rowsOf({})).count).toBe(40);
  });
});

describe("what prepare refuses", () => {
  const codeOf = (own: Partial<DataSpec>, rows?: readonly Row[]) => refusal(() => of(own, rows));

  it("inputs from the future", () => {
    expect(codeOf({ input: field(call("next", "v")) })).toMatchObject({
      code: "future-input",
      details: { column: "next(v)", delay: 1 },
    });
    expect(codeOf({ input: field("w"), late: [{ column: "w", by: 1 }] }).code).toBe("future-input");
    expect(codeOf({ known: field("w") })).toMatchObject({
      code: "not-yet-known",
      details: { delay: 0, horizon: 2 },
    });
    expect(codeOf({ known: field(call("lag", "w", 1)) }).code).toBe("not-yet-known");
    expect(of({ known: field(call("lag", "w", 2)) }).parts.size).toBe(3);
  });

  it("the target among the inputs of its own step", () => {
    const same = { window: undefined, horizon: undefined };
    expect(codeOf({ ...same, target: field(call("log", "v")) })).toMatchObject({
      code: "target-in-input",
      details: { column: "v", input: "v" },
    });
    expect(of({ ...same, input: field(call("lag", "v", 1)) }).parts.size).toBe(3);
    expect(of({ ...same, target: field(call("next", "v")) }).parts.size).toBe(3);
  });

  it("windows that do not fit", () => {
    expect(codeOf({ window: 60 })).toMatchObject({
      code: "window-too-long",
      details: { rows: 10, window: 60, horizon: 2, need: 62 },
    });
    expect(codeOf({ split: { kind: "shares", shares: [0.8, 0.1, 0.1] }, horizon: 3 })).toMatchObject({
      code: "part-empty",
      details: { part: "validation", rows: 2 },
    });
  });

  it("settings that need others, or are out of range", () => {
    expect(codeOf({ window: 0 }).code).toBe("out-of-range");
    expect(codeOf({ window: undefined }).code).toBe("window-missing");
    expect(codeOf({ time: undefined }).code).toBe("time-needed");
    expect(codeOf({ time: undefined, window: undefined, horizon: undefined, series: ["w"] }).code).toBe(
      "time-needed",
    );
    expect(codeOf({ horizon: undefined, ahead: ["w"], known: field("w") }).code).toBe(
      "known-without-horizon",
    );
    expect(codeOf({ late: [{ column: "w", by: -1 }] }).code).toBe("out-of-range");
    expect(
      codeOf({
        horizon: undefined,
        target: field(call("next", "v")),
        scale: [{ method: "standard", by: "window" }],
      }).code,
    ).toBe("scale-window");
    expect(codeOf({ scale: [{ method: "standard", columns: ["vv"] }] }).code).toBe("scale-column-unknown");
  });

  it("fields without columns, with one name, or that do not exist", () => {
    expect(codeOf({ input: [{ columns: [] }] }).code).toBe("field-empty");
    expect(codeOf({ input: [...field("v"), ...field("w")] }).code).toBe("field-twice");
    expect(codeOf({ feedback: [{ name: "p", field: "z" }] }).code).toBe("field-unknown");
    expect(codeOf({ input: field("v", call("category", "w")) }).code).toBe("field-mixed");
  });

  it("values that are no numbers, with the row and what they were made of", () => {
    const rows = Array.from({ length: 20 }, (_, n) => ({ day: day(n), v: n === 7 ? 0 : n + 1 }));
    const growth = field(call("log", call("/", "v", call("lag", "v", 1))));
    const error = codeOf({ source: { kind: "given" }, input: growth, target: growth }, rows);
    expect(error).toMatchObject({
      code: "value-not-finite",
      details: { place: 8, value: Number.NEGATIVE_INFINITY },
    });
    expect(error.message).toContain("the given rows, row 8: log(v / lag(v, 1)) is -Infinity; v = 0");
  });

  it("files and columns that are not there", () => {
    expect(codeOf({ source: { kind: "csv", file: "b.csv" } })).toMatchObject({
      code: "source-missing",
      details: { file: "b.csv" },
    });
    expect(codeOf({ input: field("V") })).toMatchObject({ code: "column-unknown", details: { meant: "v" } });
    expect(codeOf({ where: [call(">", "v", 1000)] }).code).toBe("where-nothing");
    expect(codeOf({ join: [{ name: "m", source: { kind: "given" } }], time: { kind: "row" } }).code).toBe(
      "join-without-time",
    );
    expect(
      refusal(() => partOf(of({ split: { kind: "shares", shares: [0.5, 0.5] } }), "validation")).code,
    ).toBe("part-missing");
  });

  it("lists in the rows of a series, sources of another kind, and forecasts from too few rows", () => {
    const rows = Array.from({ length: 20 }, (_, n) => ({ day: day(n), v: n, tags: ["a"] }));
    const tags = field(call("onehot", "tags"));
    expect(codeOf({ source: { kind: "given" }, input: tags }, rows).code).toBe("lists-in-time");
    const wav: unknown = JSON.parse('{"kind": "wav", "pattern": "*.wav"}');
    expect(codeOf({ source: wav as DataSpec["source"] }).code).toBe("source-unknown");
    const { fitted } = of({});
    const few = { rows: rows.slice(0, 2), rng: rng(1) };
    const short = prepare({ ...base, source: { kind: "given" } }, few, { fitted });
    expect(refusal(() => latest(short))).toMatchObject({
      code: "too-few-rows",
      details: { rows: 2, window: 3 },
    });
  });

  it("flags that are neither true nor false, and cycles of what does not come back", () => {
    const rows = [{ liked: "maybe", text: "a" }];
    const flag = {
      source: { kind: "given" },
      time: undefined,
      window: undefined,
      horizon: undefined,
      input: field(call("words", "text")),
    } as const;
    expect(codeOf({ ...flag, target: field(call("flag", "liked")) }, rows).code).toBe("flag-value");
    expect(codeOf({ ...flag, target: field(call("categories", "liked")) }, rows).code).toBe(
      "encoder-argument",
    );
    expect(codeOf({ input: field(call("cycle", call("year", "day"))) }).code).toBe("encoder-argument");
  });

  it("columns and series that were not there when the scalers were fitted", () => {
    const { fitted } = of({ scale: [{ method: "standard" }] });
    const again = (own: Partial<DataSpec>, fit = fitted) =>
      prepare({ ...base, ...own }, { files, rng: rng(1) }, { fitted: fit });
    expect(again({}).fitted).toBe(fitted);
    expect(refusal(() => again({ input: field("w") }))).toMatchObject({
      code: "fitted-missing",
      details: { column: "w" },
    });
    const ofShops = { ...fitted, scalers: { v: { by: "series", scalers: {} } as const } };
    expect(refusal(() => again({}, ofShops)).code).toBe("series-unknown");
  });
});
