/** Rows in order: series by series, each by time, no time twice. */
import { SeqError } from "@seqloom/diagnostic";
import { textsOf } from "../1-read/cells.ts";
import { dateHelp, formatDate, readDate } from "../1-read/date.ts";
import { type Column, columnOf, placeOf, type Table, takeRows } from "../1-read/table.ts";
import type { Notice, TimeSpec } from "../spec.ts";

/** A table in order. Row r lies at `times[r]`: milliseconds, or its place in its series where there is no clock. */
export interface Ordered {
  readonly table: Table;
  /** First row of each series, and the end of the last. */
  readonly starts: Int32Array;
  /** The values of the series columns, for each series; one empty list where there is a single series. */
  readonly keys: readonly (readonly string[])[];
  readonly times: Float64Array;
}

/**
 * Brings the rows of a table in order. Series stand in the order in which they first appear.
 *
 * @param time  none: rows are independent and keep their order
 * @throws SeqError "column-unknown", "date-unreadable" with every fault, "time-twice" naming both rows,
 *         "zone-unsupported"
 */
export function orderRows(
  table: Table,
  time: TimeSpec | undefined,
  series: readonly string[],
): Ordered & { readonly notices: readonly Notice[] } {
  const dated = time?.kind === "clock" ? withDates(table, time) : table;
  const clock = time?.kind === "clock" ? columnOf(dated, time.column) : undefined;
  const { seriesOfRow, keys } = groupRows(dated, series);
  const moments = clock?.kind === "date" ? clock.values : undefined;
  const rows = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const timeAt = (row: number): number => moments?.[row] ?? 0;
  const isSorted = rows.every((row) => {
    const step = (seriesOfRow[row] ?? 0) - (seriesOfRow[row - 1] ?? 0);
    return row === 0 || step > 0 || (step === 0 && timeAt(row) >= timeAt(row - 1));
  });
  if (!isSorted) {
    rows.sort((a, b) => (seriesOfRow[a] ?? 0) - (seriesOfRow[b] ?? 0) || timeAt(a) - timeAt(b) || a - b);
  }
  const ordered = isSorted ? dated : takeRows(dated, rows);
  const starts = startsOf(rows, seriesOfRow, keys.length);
  const times =
    moments === undefined ? placesIn(starts) : Float64Array.from(rows, (row) => moments[row] ?? 0);
  if (moments !== undefined) refuseTwice(ordered, starts, times, series);
  const notices =
    moments !== undefined && !isSorted && runsBack(moments, seriesOfRow) ? [sortedNotice(table)] : [];
  return { table: ordered, starts, keys, times, notices };
}

function withDates(table: Table, time: TimeSpec & { kind: "clock" }): Table {
  if (time.zone !== undefined && time.zone !== "UTC") {
    throw new SeqError("zone-unsupported", `the time zone ${time.zone} is not supported yet`, {
      help: "write times in UTC, or with their offset: 2015-01-31T18:00+09:00",
      details: { zone: time.zone },
    });
  }
  const source = columnOf(table, time.column);
  if (source.kind === "date") return table;
  const columns = new Map<string, Column>(table.columns);
  columns.set(time.column, { kind: "date", values: toDates(source, time.column, table) });
  return { ...table, columns };
}

/** A number that was never text is a time in milliseconds; one that was written (2015, 20150131) is a date. */
function toDates(column: Column, name: string, table: Table): Float64Array {
  if (column.kind === "number" && column.texts === undefined) return column.values;
  const faults: string[] = [];
  const values = Float64Array.from(textsOf(column), (cell, row) => {
    const found = cell.trim() === "" ? "is empty" : readDate(cell);
    if (typeof found === "number") return found;
    faults.push(`${placeOf(table, row)}: ${name} ${cell.trim() === "" ? "" : `\`${cell}\` `}${found}`);
    return Number.NaN;
  });
  const [first, ...others] = faults;
  if (first === undefined) return values;
  const rest = faults.length > 20 ? `\nand ${faults.length - 20} more` : "";
  throw new SeqError("date-unreadable", [first, ...others.slice(0, 19)].join("\n") + rest, {
    help: dateHelp,
    details: { column: name, source: table.name, count: faults.length, faults: faults.slice(0, 20) },
  });
}

function groupRows(table: Table, series: readonly string[]): { seriesOfRow: Int32Array; keys: string[][] } {
  if (series.length === 0) return { seriesOfRow: new Int32Array(table.rowCount), keys: [[]] };
  const columns = series.map((name) => textsOf(columnOf(table, name)));
  const numbers = new Map<string, number>();
  const keys: string[][] = [];
  const seriesOfRow = Int32Array.from({ length: table.rowCount }, (_, row) => {
    const key = columns.map((cells) => cells[row] ?? "");
    const written = JSON.stringify(key);
    const known = numbers.get(written);
    if (known !== undefined) return known;
    numbers.set(written, keys.length);
    return keys.push(key) - 1;
  });
  return { seriesOfRow, keys };
}

function startsOf(rows: Int32Array, seriesOfRow: Int32Array, count: number): Int32Array {
  const starts = new Int32Array(count + 1);
  for (const row of rows) {
    const after = (seriesOfRow[row] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let s = 0; s < count; s++) starts[s + 1] = (starts[s + 1] ?? 0) + (starts[s] ?? 0);
  return starts;
}

function placesIn(starts: Int32Array): Float64Array {
  const places = new Float64Array(starts.at(-1) ?? 0);
  for (let s = 0; s + 1 < starts.length; s++) {
    const from = starts[s] ?? 0;
    for (let row = from; row < (starts[s + 1] ?? 0); row++) places[row] = row - from;
  }
  return places;
}

function refuseTwice(table: Table, starts: Int32Array, times: Float64Array, series: readonly string[]): void {
  for (let s = 0; s + 1 < starts.length; s++) {
    for (let row = (starts[s] ?? 0) + 1; row < (starts[s + 1] ?? 0); row++) {
      if (times[row] !== times[row - 1]) continue;
      const date = formatDate(times[row] ?? 0);
      throw new SeqError(
        "time-twice",
        `${placeOf(table, row - 1)} and ${table.placeWord} ${table.places[row]} are both of ${date}`,
        {
          help:
            series.length === 0
              ? "remove one of them, or name the column that tells them apart: `series shop`"
              : "remove one of them, or add the column that tells them apart to series",
          details: { source: table.name, time: date, places: [table.places[row - 1], table.places[row]] },
        },
      );
    }
  }
}

/** Rows of several series may well stand mixed; only a series whose own rows run back is worth a word. */
function runsBack(moments: Float64Array, seriesOfRow: Int32Array): boolean {
  const last = new Map<number, number>();
  return moments.some((ms, row) => {
    const series = seriesOfRow[row] ?? 0;
    const before = last.get(series) ?? Number.NEGATIVE_INFINITY;
    last.set(series, ms);
    return ms < before;
  });
}

function sortedNotice(table: Table): Notice {
  return {
    code: "time-unsorted",
    message: `the rows of ${table.name} were not in order of time and were sorted`,
  };
}
