/** Rows as objects, handed in by the program or read from JSON lines, to a table. */
import { SeqError } from "@seqloom/diagnostic";
import { type Column, makeTable, type Table } from "./table.ts";

/** A value of a given row. A Date is a time; a list is a sequence of its own; undefined and null are missing. */
export type CellValue =
  | number
  | string
  | boolean
  | Date
  | readonly number[]
  | readonly string[]
  | null
  | undefined;

/** A row handed in by the program: column names and values. */
export type Row = Readonly<Record<string, CellValue>>;

/**
 * A table of the rows. A column has one kind of value; truth values become 0 and 1.
 *
 * @throws SeqError "source-no-rows", "cell-kind" naming row and column where the kind changes
 * @example rowsToTable([{ day: "2020-01-01", close: 3.5 }]).rowCount // 1
 */
export function rowsToTable(rows: readonly Row[], name = "the given rows"): Table {
  if (rows.length === 0) {
    throw new SeqError("source-no-rows", `${name} are none`, {
      help: "hand in at least one row",
      details: { source: name },
    });
  }
  const names = new Set<string>();
  for (const row of rows) for (const key of Object.keys(row)) names.add(key);
  const columns = new Map<string, Column>();
  for (const column of names) columns.set(column, gather(rows, column, name));
  return makeTable(name, rows.length, columns);
}

/**
 * A table of JSON lines: one object a line.
 *
 * @throws SeqError "json-unreadable" with the line
 */
export function readJsonLines(text: string, name: string): Table {
  const rows: Row[] = [];
  const places: number[] = [];
  for (const [i, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n?|\n/)
    .entries()) {
    if (line.trim() === "") continue;
    rows.push(parseRow(line, name, i + 1));
    places.push(i + 1);
  }
  return { ...rowsToTable(rows, name), places: Int32Array.from(places), placeWord: "line" };
}

function parseRow(line: string, name: string, place: number): Row {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw unreadable(name, place, "is not JSON", cause);
  }
  if (!isRow(value))
    throw unreadable(name, place, "is not an object of numbers, texts, truth values and lists of them");
  return value;
}

function unreadable(name: string, line: number, what: string, cause?: unknown): SeqError {
  return new SeqError("json-unreadable", `${name}, line ${line} ${what}`, {
    help: 'write one object a line: {"text": "fine", "liked": true}',
    details: { source: name, line },
    cause,
  });
}

function isRow(value: unknown): value is Row {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isCell)
  );
}

function isCell(value: unknown): value is CellValue {
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean")
    return true;
  return (
    Array.isArray(value) &&
    (value.every((v) => typeof v === "number") || value.every((v) => typeof v === "string"))
  );
}

type CellKind = Column["kind"] | "missing";

function kindOf(value: CellValue): CellKind {
  if (value === undefined || value === null) return "missing";
  if (typeof value === "string") return "text";
  if (typeof value === "number" || typeof value === "boolean") return "number";
  if (value instanceof Date) return "date";
  return typeof value[0] === "string" ? "texts" : "numbers";
}

function gather(rows: readonly Row[], name: string, source: string): Column {
  let kind: CellKind = "missing";
  for (const [i, row] of rows.entries()) {
    const found = kindOf(row[name]);
    if (found === "missing" || found === kind) continue;
    // An empty list says nothing about what it would hold.
    if (kind === "texts" && isEmptyList(row[name])) continue;
    if (kind !== "missing" && !(kind === "numbers" && found === "texts")) {
      throw new SeqError(
        "cell-kind",
        `${source}, row ${i + 1}: ${name} is a ${found}, in the rows before a ${kind}`,
        {
          help: "give a column one kind of value; leave a missing one out",
          details: { source, row: i + 1, column: name, found, before: kind },
        },
      );
    }
    kind = found;
  }
  return columnOfKind(
    rows.map((row) => row[name]),
    kind,
  );
}

function isEmptyList(value: CellValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

function columnOfKind(cells: readonly CellValue[], kind: CellKind): Column {
  if (kind === "numbers" || kind === "texts") return listColumn(cells, kind);
  if (kind === "number" || kind === "missing")
    return { kind: "number", values: Float64Array.from(cells, numberFrom) };
  if (kind === "date") return { kind: "date", values: Float64Array.from(cells, numberFrom) };
  return { kind: "text", values: cells.map((cell) => (typeof cell === "string" ? cell : "")) };
}

function numberFrom(cell: CellValue): number {
  if (cell instanceof Date) return cell.getTime();
  return typeof cell === "number" || typeof cell === "boolean" ? Number(cell) : Number.NaN;
}

function listColumn(cells: readonly CellValue[], kind: "numbers" | "texts"): Column {
  const offsets = new Int32Array(cells.length + 1);
  const numbers: number[] = [];
  const texts: string[] = [];
  for (const [row, cell] of cells.entries()) {
    if (Array.isArray(cell)) {
      for (const entry of cell) {
        if (typeof entry === "number") numbers.push(entry);
        else if (typeof entry === "string") texts.push(entry);
      }
    }
    offsets[row + 1] = kind === "numbers" ? numbers.length : texts.length;
  }
  return kind === "numbers"
    ? { kind, values: Float64Array.from(numbers), offsets }
    : { kind, values: texts, offsets };
}
