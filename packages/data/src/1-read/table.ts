/**
 * A table: named columns of equal length, and where each row came from.
 *
 * What a file calls a number stays readable as the text it was written as, so that a code such as `007` can be
 * encoded without losing its zeros.
 */
import { didYouMean, SeqError } from "@seqloom/diagnostic";

/**
 * One column.
 *
 * `number`: NaN is a missing value; `texts` is how the cells were written, if they came from text.
 * `text`: the empty text is a missing value. `date`: milliseconds since 1970, UTC; NaN is missing.
 * `numbers`, `texts`: a list in each row; row r holds `values[offsets[r]]` up to `values[offsets[r + 1]]`.
 */
export type Column =
  | { readonly kind: "number"; readonly values: Float64Array; readonly texts?: readonly string[] }
  | { readonly kind: "text"; readonly values: readonly string[] }
  | { readonly kind: "date"; readonly values: Float64Array }
  | { readonly kind: "numbers"; readonly values: Float64Array; readonly offsets: Int32Array }
  | { readonly kind: "texts"; readonly values: readonly string[]; readonly offsets: Int32Array };

/** Columns of equal length. Row r stands on line (or is row) `places[r]` of the source; 0 for a row that was added. */
export interface Table {
  /** What to call the source in a message: a file, or the name of a generator. */
  readonly name: string;
  readonly rowCount: number;
  readonly columns: ReadonlyMap<string, Column>;
  readonly places: Int32Array;
  readonly placeWord: "line" | "row";
}

/** A table whose rows are numbered from 1. */
export function makeTable(name: string, rowCount: number, columns: ReadonlyMap<string, Column>): Table {
  const places = Int32Array.from({ length: rowCount }, (_, row) => row + 1);
  return { name, rowCount, columns, places, placeWord: "row" };
}

/** `prices.csv, line 214` */
export function placeOf(table: Table, row: number): string {
  const place = table.places[row] ?? 0;
  return place === 0 ? `${table.name}, a row added for a gap` : `${table.name}, ${table.placeWord} ${place}`;
}

/**
 * The column of a name.
 *
 * @throws SeqError "column-unknown" with the nearest name and the list of all
 */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (column === undefined) throw unknownColumn(name, table.columns.keys(), table.name);
  return column;
}

function unknownColumn(name: string, known: Iterable<string>, tableName: string): SeqError {
  const columns = [...known];
  const meant = didYouMean(name, columns);
  const list =
    columns.slice(0, 20).join(", ") + (columns.length > 20 ? `, and ${columns.length - 20} more` : "");
  return new SeqError(
    "column-unknown",
    `there is no column ${name} in ${tableName}${meant === undefined ? "" : `; did you mean ${meant}?`}`,
    {
      help: meant === undefined ? `columns: ${list}` : `write ${meant}; columns: ${list}`,
      details: { column: name, meant, columns, source: tableName },
    },
  );
}

/** The rows at `rows`, in that order. */
export function takeRows(table: Table, rows: Int32Array): Table {
  const columns = new Map<string, Column>();
  for (const [name, column] of table.columns) columns.set(name, takeColumn(column, rows));
  return {
    ...table,
    rowCount: rows.length,
    columns,
    places: Int32Array.from(rows, (row) => table.places[row] ?? 0),
  };
}

function takeColumn(column: Column, rows: Int32Array): Column {
  switch (column.kind) {
    case "number": {
      const { texts } = column;
      const values = takeNumbers(column.values, rows);
      return texts === undefined
        ? { kind: "number", values }
        : { kind: "number", values, texts: takeTexts(texts, rows) };
    }
    case "date":
      return { kind: "date", values: takeNumbers(column.values, rows) };
    case "text":
      return { kind: "text", values: takeTexts(column.values, rows) };
    case "numbers": {
      const { offsets, index } = takeLists(column.offsets, rows);
      return { kind: "numbers", offsets, values: takeNumbers(column.values, index) };
    }
    case "texts": {
      const { offsets, index } = takeLists(column.offsets, rows);
      return { kind: "texts", offsets, values: takeTexts(column.values, index) };
    }
  }
}

/** A row of -1 (nothing is there) becomes NaN. */
export function takeNumbers(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
}

/** A row of -1 (nothing is there) becomes the empty text. */
function takeTexts(values: readonly string[], rows: Int32Array): string[] {
  return Array.from(rows, (row) => values[row] ?? "");
}

function takeLists(offsets: Int32Array, rows: Int32Array): { offsets: Int32Array; index: Int32Array } {
  const taken = new Int32Array(rows.length + 1);
  const index: number[] = [];
  rows.forEach((row, i) => {
    for (let at = offsets[row] ?? 0; at < (offsets[row + 1] ?? 0); at++) index.push(at);
    taken[i + 1] = index.length;
  });
  return { offsets: taken, index: Int32Array.from(index) };
}
