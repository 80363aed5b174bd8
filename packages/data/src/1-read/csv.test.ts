import { describe, expect, it } from "vitest";
import { numbersIn, refusal } from "../refusal.test-tool.ts";
import { readCsv } from "./csv.ts";
import { columnOf, placeOf } from "./table.ts";

const read = (text: string, options = {}) => readCsv(text, "a.csv", options);

describe("readCsv", () => {
  it("tells numbers from text, and keeps how numbers were written", () => {
    const table = read("code,close,name\n007,1.5,x\n12,,y\n");
    expect(columnOf(table, "code")).toEqual({
      kind: "number",
      values: Float64Array.of(7, 12),
      texts: ["007", "12"],
    });
    expect(numbersIn(table, "close")).toEqual([1.5, Number.NaN]);
    expect(columnOf(table, "name")).toEqual({ kind: "text", values: ["x", "y"] });
  });

  it("understands quotes, a byte-order mark, CRLF, blank lines and a missing last line end", () => {
    const table = read('\uFEFF"a","b, c"\r\n"say ""hi""",1\r\n\r\n"two\r\nlines",2');
    expect([...table.columns.keys()]).toEqual(["a", "b, c"]);
    expect(columnOf(table, "a")).toEqual({ kind: "text", values: ['say "hi"', "two\nlines"] });
    expect(numbersIn(table, "b, c")).toEqual([1, 2]);
  });

  it("names the line a row begins on, below cells of several lines", () => {
    const table = read('a,b\n"x\ny",1\n\nz,2\n');
    expect([placeOf(table, 0), placeOf(table, 1)]).toEqual(["a.csv, line 2", "a.csv, line 5"]);
  });

  it("reads mixed line ends as line ends", () => {
    expect(read("a,b\r\n1,2\n3,4\r\n").rowCount).toBe(2);
  });

  it("finds the delimiter in the header, also beside quoted commas", () => {
    expect([...read('"a, b";c\n1;2\n').columns.keys()]).toEqual(["a, b", "c"]);
    expect([...read("a\tb\n1\t2\n").columns.keys()]).toEqual(["a", "b"]);
    expect([...read("only\n1\n2\n").columns.keys()]).toEqual(["only"]);
  });

  it("reads decimal commas when told to, and says how when not", () => {
    expect(numbersIn(read("a;b\n1,5;2\n", { decimal: "," }), "a")).toEqual([1.5]);
    expect(columnOf(read("a;b\n1,5;2\n"), "a").kind).toBe("text");
  });

  it("takes NA, NaN, null and spaces for missing, and nothing else", () => {
    expect(numbersIn(read("a,b\n NA ,1\nnull,1\n  ,1\n5,1\n"), "a")).toEqual([NaN, NaN, NaN, 5]);
    for (const cell of ["0x10", "1e", "Infinity", "1 2", "12%"]) {
      expect(columnOf(read(`a,b\n${cell},1\n`), "a").kind, cell).toBe("text");
    }
  });

  it("refuses an empty file, a header alone, and a header that names a column twice", () => {
    expect(refusal(() => read(" \n\n"))).toMatchObject({
      code: "source-empty",
      details: { source: "a.csv" },
    });
    for (const text of ["a,b", "a,b\n", "a,b\r\n\r\n"]) {
      expect(refusal(() => read(text))).toMatchObject({
        code: "source-no-rows",
        details: { columns: ["a", "b"] },
      });
    }
    expect(refusal(() => read("a,b,a\n1,2,3\n"))).toMatchObject({
      code: "header-twice",
      details: { column: "a" },
    });
  });

  it("refuses rows that are too short or too long, with their lines", () => {
    const short = refusal(() => read("a,b,c\n1,2,3\n4,5\n"));
    expect(short).toMatchObject({ code: "row-ragged", details: { width: 3, line: 3, cells: 2, count: 1 } });
    const long = refusal(() => read('a,b\n1,2\n"x",1,234\n5\n'));
    expect(long).toMatchObject({ code: "row-ragged", details: { line: 3, cells: 3, count: 2 } });
    expect(long.message).toMatchInlineSnapshot(`
      "a.csv: the header names 2 columns, and 2 of 3 rows have another number of cells
        line 3: 3
        line 4: 1
        help: put text that holds a comma in quotes: \`"a, b"\`"
    `);
  });

  it("refuses a quote that is never closed, where it is opened", () => {
    expect(refusal(() => read('a,b\n1,2\n"3,4\n5,6\n'))).toMatchObject({
      code: "quote-open",
      details: { line: 3 },
    });
  });

  it("is not misled by column names that objects have anyway", () => {
    const table = read("__proto__,constructor\n1,2\n");
    expect(numbersIn(table, "__proto__")).toEqual([1]);
    expect(numbersIn(table, "constructor")).toEqual([2]);
    expect(refusal(() => columnOf(table, "toString")).code).toBe("column-unknown");
  });
});
