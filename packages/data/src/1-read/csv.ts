/** Comma-separated text to a table, through papaparse; why papaparse: docs/decisions/0015. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import Papa from "papaparse";
import { typedColumn } from "./cells.ts";
import type { Column, Table } from "./table.ts";

export interface CsvOptions {
  /** Tab, `;`, `|` or `,`: the one that occurs most in the header, if left out. */
  readonly delimiter?: string;
  /** The sign before the fraction of a number; `.` if left out. It is never guessed. */
  readonly decimal?: "." | ",";
}

const delimiters = [",", ";", "\t", "|"];

/**
 * Reads CSV with a header row. Quotes, a byte-order mark, any line ends and blank lines are understood.
 *
 * A column whose cells are all numbers or empty is a number column; every other one is text.
 *
 * @param name  what to call the file in messages
 * @throws SeqError "source-empty", "header-twice", "row-ragged", "quote-open", "source-no-rows"
 * @example readCsv("day,close\n2020-01-01,3.5\n", "prices.csv").rowCount // 1
 */
export function readCsv(text: string, name: string, options: CsvOptions = {}): Table {
  const plain = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  if (plain.trim() === "") {
    throw new SeqError("source-empty", `${name} is empty`, {
      help: "a CSV file begins with a line of column names",
      details: { source: name },
    });
  }
  const delimiter = options.delimiter ?? likelyDelimiter(plain.slice(0, plain.indexOf("\n") >>> 0));
  const { data, errors } = Papa.parse<string[]>(plain, { delimiter, newline: "\n" });
  const rows = withLines(data);
  const open = errors.find((fault) => fault.type === "Quotes");
  if (open !== undefined) throw quoteOpen(name, lineOfParsed(data, open.row ?? 0));
  const [header, ...body] = rows;
  if (header === undefined) throw internalFault("a text that is not empty has a first row");
  const names = header.cells.map((cell) => cell.trim());
  checkHeader(names, name);
  if (body.length === 0) {
    throw new SeqError("source-no-rows", `${name} has column names and no rows`, {
      help: "add at least one row below the header",
      details: { source: name, columns: names },
    });
  }
  checkWidths(body, names.length, name, delimiter);
  const columns = new Map<string, Column>();
  for (const [i, column] of names.entries()) {
    columns.set(
      column,
      typedColumn(
        body.map(({ cells }) => cells[i] ?? ""),
        options.decimal,
      ),
    );
  }
  const places = Int32Array.from(body, ({ line }) => line);
  return { name, rowCount: body.length, columns, places, placeWord: "line" };
}

function likelyDelimiter(header: string): string {
  const bare = header.replace(/"[^"]*"/g, "");
  const counts = delimiters.map((sign) => bare.split(sign).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ",";
}

interface LinedRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows that hold something, each with the line it begins on; a quoted cell may run over several lines. */
function withLines(data: readonly (readonly string[])[]): LinedRow[] {
  const rows: LinedRow[] = [];
  let line = 1;
  for (const cells of data) {
    if (cells.length > 1 || cells[0]?.trim() !== "") rows.push({ line, cells });
    line += 1 + linesInside(cells);
  }
  return rows;
}

function linesInside(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells)
    for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) count++;
  return count;
}

function lineOfParsed(data: readonly (readonly string[])[], index: number): number {
  return data.slice(0, index).reduce((line, cells) => line + 1 + linesInside(cells), 1);
}

function quoteOpen(name: string, line: number): SeqError {
  return new SeqError("quote-open", `${name}, line ${line}: a quote is opened here and never closed`, {
    help: 'add the closing `"`, or double a quote that is part of the text: `""`',
    details: { source: name, line },
  });
}

function checkHeader(names: readonly string[], source: string): void {
  const twice = names.find((column, i) => names.indexOf(column) !== i);
  if (twice !== undefined) {
    throw new SeqError(
      "header-twice",
      `${source} has two columns named ${twice === "" ? "nothing" : twice}`,
      {
        help: "give each column a name of its own in the first line",
        details: { source, column: twice },
      },
    );
  }
}

function checkWidths(rows: readonly LinedRow[], width: number, source: string, delimiter: string): void {
  const faults = rows.filter(({ cells }) => cells.length !== width);
  const [first] = faults;
  if (first === undefined) return;
  const lines = faults.slice(0, 20).map(({ line, cells }) => `\n  line ${line}: ${cells.length}`);
  const rest = faults.length > 20 ? `\n  and ${faults.length - 20} more` : "";
  const more = first.cells.length > width && delimiter === ",";
  throw new SeqError(
    "row-ragged",
    `${source}: the header names ${width} columns, and ${faults.length} of ${rows.length} rows have another number of cells${lines.join("")}${rest}`,
    {
      help: more
        ? 'put text that holds a comma in quotes: `"a, b"`'
        : "fill the missing cells, or remove these rows",
      details: { source, width, line: first.line, cells: first.cells.length, count: faults.length },
    },
  );
}
