import { describe, expect, it } from "vitest";
import { numbersIn, refusal } from "../refusal.test-tool.ts";
import { readJsonLines, rowsToTable } from "./rows.ts";
import { columnOf, placeOf } from "./table.ts";
import { patternTest, readLines, readText } from "./text.ts";

describe("rowsToTable", () => {
  it("makes columns of numbers, texts, truth values, dates and lists", () => {
    const table = rowsToTable([
      { n: 1, t: "a", b: true, d: new Date(5), l: [1, 2], w: ["x"] },
      { n: undefined, t: null, b: false, d: new Date(6), l: [], w: [] },
    ]);
    expect(numbersIn(table, "n")).toEqual([1, Number.NaN]);
    expect(columnOf(table, "t")).toEqual({ kind: "text", values: ["a", ""] });
    expect(numbersIn(table, "b")).toEqual([1, 0]);
    expect(columnOf(table, "d")).toEqual({ kind: "date", values: Float64Array.of(5, 6) });
    expect(columnOf(table, "l")).toEqual({
      kind: "numbers",
      values: Float64Array.of(1, 2),
      offsets: Int32Array.of(0, 2, 2),
    });
    expect(columnOf(table, "w")).toEqual({ kind: "texts", values: ["x"], offsets: Int32Array.of(0, 1, 1) });
  });

  it("knows that an empty list may hold texts", () => {
    const table = rowsToTable([{ w: [] }, { w: ["x"] }, { w: [] }]);
    expect(columnOf(table, "w")).toEqual({
      kind: "texts",
      values: ["x"],
      offsets: Int32Array.of(0, 0, 1, 1),
    });
  });

  it("refuses no rows, and a column that changes its kind", () => {
    expect(refusal(() => rowsToTable([])).code).toBe("source-no-rows");
    expect(refusal(() => rowsToTable([{ a: 1 }, { a: "x" }]))).toMatchObject({
      code: "cell-kind",
      details: { row: 2, column: "a", found: "text", before: "number" },
    });
  });
});

describe("readJsonLines", () => {
  it("reads one object a line and remembers the line", () => {
    const table = readJsonLines('{"a": 1}\n\n{"a": 2, "tags": ["x", "y"]}\n', "a.jsonl");
    expect(numbersIn(table, "a")).toEqual([1, 2]);
    expect(placeOf(table, 1)).toBe("a.jsonl, line 3");
  });

  it("refuses what is no JSON, no object, or nested deeper than a list", () => {
    for (const line of ["{", "3", "[1]", '{"a": {"b": 1}}', '{"a": [1, "x"]}']) {
      expect(refusal(() => readJsonLines(`{"a": 1}\n${line}\n`, "a.jsonl"))).toMatchObject({
        code: "json-unreadable",
        details: { line: 2 },
      });
    }
  });
});

describe("readText and readLines", () => {
  it("has one row for each code point", () => {
    expect(columnOf(readText("a😀\n", "t"), "character")).toEqual({
      kind: "text",
      values: ["a", "😀", "\n"],
    });
    expect(refusal(() => readText("", "t")).code).toBe("source-empty");
  });

  it("has one row for each line of the files that fit, in the order of their paths", () => {
    const files = new Map([
      ["names/b/Dutch.txt", "Aalst\r\n"],
      ["names/a/Czech.txt", "Adsit\n\nAjdrna"],
      ["other.txt", "no"],
    ]);
    const table = readLines(files, "names/*/*.txt");
    expect(columnOf(table, "line")).toEqual({ kind: "text", values: ["Adsit", "Ajdrna", "Aalst"] });
    expect(columnOf(table, "file")).toEqual({ kind: "text", values: ["Czech", "Czech", "Dutch"] });
    expect(columnOf(table, "folder")).toEqual({ kind: "text", values: ["a", "a", "b"] });
    expect(refusal(() => readLines(files, "*.csv")).code).toBe("source-missing");
  });

  it("lets a star stand for part of one name and for nothing else", () => {
    expect(patternTest("a/*.txt")("a/b.txt")).toBe(true);
    expect(patternTest("a/*.txt")("a/b/c.txt")).toBe(false);
    expect(patternTest("a/*.txt")("a/b-txt")).toBe(false);
    expect(patternTest(`${"*".repeat(40)}x`)("y".repeat(200))).toBe(false);
  });
});
