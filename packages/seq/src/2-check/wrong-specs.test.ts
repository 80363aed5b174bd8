import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createSource, renderText, type Span, sortDiagnostics } from "@seqloom/diagnostic";
import { describe, expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { check } from "./check.ts";
import type { TableFacts } from "./data/source.ts";

/**
 * One folder a wrong spec: `input.seq`, in which ⟦ ⟧ mark the place of the finding that the folder is named after, and
 * `report.txt`, everything that is said about it. Other `.seq` files can be imported, of `.csv` files the columns are
 * known, and `set.txt` holds values from outside. UPDATE=1 writes marks and reports anew; look at the difference.
 */
const folder = new URL("../../wrong/", import.meta.url);
const names = readdirSync(folder).sort();
const isUpdate = process.env.UPDATE === "1";

function fileOf(name: string, file: string): string | undefined {
  const path = new URL(`${name}/${file}`, folder);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function factsOf(csv: string): TableFacts {
  const [head = "", first = "", ...rest] = csv.trim().split("\n");
  const columns = head.split(",");
  const cells = first.split(",");
  const dates = columns.filter((_, i) => /^\d{4}-\d\d-\d\d$/.test(cells[i] ?? ""));
  return { columns, rows: 1 + rest.length, dates };
}

/** The report of a spec, and the place of its finding with the code that its folder begins with. */
function run(name: string): {
  text: string;
  report: string;
  span: Span | undefined;
  marked: Span | undefined;
} {
  const written = fileOf(name, "input.seq") ?? "";
  const text = written.replace(/[⟦⟧]/g, "");
  const start = written.indexOf("⟦");
  const marked = start < 0 ? undefined : { start, end: written.indexOf("⟧") - 1 };
  const source = createSource("input.seq", text);
  const parsed = parse(source);
  const hasTables = readdirSync(new URL(`${name}/`, folder)).some((file) => file.endsWith(".csv"));
  const set = (fileOf(name, "set.txt") ?? "").trim().split("\n").filter(Boolean);
  const checked = check(parsed.file, {
    source,
    read: (path) => fileOf(name, path),
    facts: (file) => {
      const csv = fileOf(name, file);
      return csv !== undefined ? factsOf(csv) : hasTables ? "missing" : undefined;
    },
    ...(set.length > 0 && { set: Object.fromEntries(set.map((line) => line.split(/ = (.*)/).slice(0, 2))) }),
  });
  const all = sortDiagnostics([...parsed.diagnostics, ...checked.diagnostics]);
  const codes = all.map(({ code }) => code).filter((code) => name === code || name.startsWith(`${code}-`));
  const code = codes.toSorted((a, b) => b.length - a.length)[0];
  const span = name === "several-mistakes" ? undefined : all.find((one) => one.code === code)?.span;
  return { text, report: renderText(all, source), span, marked };
}

describe("wrong specs", () => {
  it("are 120 at least", () => {
    expect(names.length).toBeGreaterThanOrEqual(120);
  });

  it.each(names)("%s", (name) => {
    const { text, report, span, marked } = run(name);
    if (isUpdate) {
      const place = span ?? { start: text.length, end: text.length };
      const written = `${text.slice(0, place.start)}⟦${text.slice(place.start, place.end)}⟧${text.slice(place.end)}`;
      writeFileSync(new URL(`${name}/input.seq`, folder), span === undefined ? text : written);
      writeFileSync(new URL(`${name}/report.txt`, folder), report);
      return;
    }
    if (name !== "several-mistakes") expect(span).toEqual(marked);
    expect(report).toBe(fileOf(name, "report.txt"));
  });
});
