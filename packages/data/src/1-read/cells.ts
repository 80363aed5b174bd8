/** What the text of a cell means: nothing, a number, or text. */
import { SeqError } from "@seqloom/diagnostic";
import { formatDate } from "./date.ts";
import { type Column, placeOf, type Table } from "./table.ts";

/** An empty cell, and the words by which programs write one. */
const missing: ReadonlySet<string> = new Set(["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"]);

const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number a cell holds; NaN for a missing one, undefined for other text. */
export function numberOf(cell: string, decimal: "." | "," = "."): number | undefined {
  const trimmed = cell.trim();
  if (missing.has(trimmed)) return Number.NaN;
  const plain = decimal === "," ? trimmed.replace(",", ".") : trimmed;
  return numberForm.test(plain) ? Number(plain) : undefined;
}

/** A number column if every cell that holds anything holds a number; else a text column. */
export function typedColumn(cells: readonly string[], decimal?: "." | ","): Column {
  const values = new Float64Array(cells.length);
  for (const [row, cell] of cells.entries()) {
    const value = numberOf(cell, decimal);
    if (value === undefined) return { kind: "text", values: cells };
    values[row] = value;
  }
  return { kind: "number", values, texts: cells };
}

/** Faults of single cells are shown together, at most this many. */
const shownFaults = 20;

/** The error for a text column that is needed as numbers: every unreadable cell with its line. */
export function notNumbers(table: Table, name: string, cells: readonly string[]): SeqError {
  const faults: { place: string; cell: string }[] = [];
  for (const [row, cell] of cells.entries()) {
    if (numberOf(cell) === undefined) faults.push({ place: placeOf(table, row), cell });
  }
  const lines = faults.slice(0, shownFaults).map(({ place, cell }) => `\n  ${place}: \`${shortened(cell)}\``);
  const rest = faults.length > shownFaults ? `\n  and ${faults.length - shownFaults} more` : "";
  const count = faults.length === 1 ? "a cell that is" : `${faults.length} cells that are`;
  return new SeqError("number-unreadable", `${name} has ${count} not a number${lines.join("")}${rest}`, {
    help: helpFor(name, faults[0]?.cell ?? "", faults.length === cells.length),
    details: { column: name, source: table.name, count: faults.length, faults: faults.slice(0, shownFaults) },
  });
}

function helpFor(name: string, cell: string, allCells: boolean): string {
  const readComma = 'if `,` is the decimal sign, read the file with decimal = ","';
  if (/^\s*[+-]?\d{1,3}(,\d{3})+(\.\d+)?\s*$/.test(cell)) {
    return `write numbers without thousands separators; ${readComma}`;
  }
  if (/^\s*[+-]?\d+,\d+\s*$/.test(cell)) return readComma;
  if (allCells) return `encode it, for instance onehot(${name}) or category(${name})`;
  return `correct these cells, or leave them empty and set missing`;
}

/** Long cells are cut, so that a message stays readable. */
function shortened(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 40)}...` : cell;
}

/** The texts of a column, or of the entries of its lists, as they were written. A missing number or date is the empty text. */
export function textsOf(column: Column): readonly string[] {
  switch (column.kind) {
    case "text":
    case "texts":
      return column.values;
    case "number":
      return column.texts ?? written(column.values);
    case "numbers":
      return written(column.values);
    case "date":
      return Array.from(column.values, (ms) => (Number.isNaN(ms) ? "" : formatDate(ms)));
  }
}

function written(values: Float64Array): string[] {
  return Array.from(values, (number) => (Number.isNaN(number) ? "" : String(number)));
}
