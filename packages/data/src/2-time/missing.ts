/** Cells that hold nothing, in columns that are used: refused, dropped or filled. */
import { SeqError } from "@seqloom/diagnostic";
import { type Column, columnOf, placeOf, type Table, takeRows } from "../1-read/table.ts";
import type { MissingRule } from "../spec.ts";
import type { Ordered } from "./order.ts";
import { eachSeries, type Span, wholeSpan } from "./span.ts";

/** Whether a column may begin after its series does (joined ones), or end before it (what is not yet measured). */
export interface Presence {
  readonly mayBeginLate: (column: string) => boolean;
  readonly mayEndEarly: (column: string) => boolean;
}

/** The rows of each series between which the column has values, as far as it may begin late or end early. */
export function presenceOf(name: string, column: Column, starts: Int32Array, presence: Presence): Span {
  const span = wholeSpan(starts);
  const late = presence.mayBeginLate(name);
  const early = presence.mayEndEarly(name);
  eachSeries(starts, (first, end, s) => {
    let from = first;
    let to = end;
    while (late && from < to && isEmpty(column, from)) from++;
    while (early && to > from && isEmpty(column, to - 1)) to--;
    span.from[s] = from;
    span.to[s] = to;
  });
  return span;
}

function isEmpty(column: Column, row: number): boolean {
  if (column.kind === "number" || column.kind === "date") return Number.isNaN(column.values[row]);
  return column.kind === "text" && column.values[row] === "";
}

/**
 * The rows with every missing number of a used column settled by the rule.
 *
 * `forward` repeats the last value of the series; a series begins with its first value. Texts may be empty.
 *
 * @throws SeqError "value-missing" with every place
 */
export function settleMissing(
  ordered: Ordered,
  used: readonly string[],
  rule: MissingRule,
  presence: Presence,
): Ordered {
  const empty = new Map<string, number[]>();
  for (const name of used) {
    const rows = emptyRows(name, columnOf(ordered.table, name), ordered.starts, presence);
    if (rows.length > 0) empty.set(name, rows);
  }
  if (empty.size === 0) return ordered;
  if (rule === "error") throw missingError(ordered.table, empty);
  if (rule === "drop") return keepRows(ordered, without(ordered.table.rowCount, empty));
  const columns = new Map<string, Column>(ordered.table.columns);
  for (const [name, rows] of empty) {
    const column = columnOf(ordered.table, name);
    if (column.kind !== "number") continue;
    const values = column.values.slice();
    for (const row of rows) values[row] = rule === "forward" ? (values[row - 1] ?? Number.NaN) : rule.fill;
    columns.set(name, { kind: "number", values });
  }
  return { ...ordered, table: { ...ordered.table, columns } };
}

function emptyRows(name: string, column: Column, starts: Int32Array, presence: Presence): number[] {
  const rows: number[] = [];
  if (column.kind !== "number") return rows;
  const span = presenceOf(name, column, starts, presence);
  span.from.forEach((from, s) => {
    for (let row = from; row < (span.to[s] ?? 0); row++) if (Number.isNaN(column.values[row])) rows.push(row);
  });
  return rows;
}

function missingError(table: Table, empty: ReadonlyMap<string, readonly number[]>): SeqError {
  const all = [...empty]
    .flatMap(([name, rows]) => rows.map((row) => ({ name, row })))
    .sort((a, b) => a.row - b.row);
  const shown = all.slice(0, 20).map(({ name, row }) => `\n  ${placeOf(table, row)}: ${name}`);
  const rest = all.length > 20 ? `\n  and ${all.length - 20} more` : "";
  const count = all.length === 1 ? "a cell holds" : `${all.length} cells hold`;
  return new SeqError("value-missing", `${count} nothing${shown.join("")}${rest}`, {
    help: "set missing to drop (leave these rows out), forward (repeat the last value) or fill(value)",
    details: {
      source: table.name,
      count: all.length,
      columns: [...empty.keys()],
      first: table.places[all[0]?.row ?? 0],
    },
  });
}

function without(rowCount: number, empty: ReadonlyMap<string, readonly number[]>): boolean[] {
  const keep = new Array<boolean>(rowCount).fill(true);
  for (const rows of empty.values()) for (const row of rows) keep[row] = false;
  return keep;
}

/** The rows for which `keep` is true; a series that loses all its rows goes. */
export function keepRows(ordered: Ordered, keep: readonly boolean[]): Ordered {
  const rows: number[] = [];
  const starts = [0];
  const keys: (readonly string[])[] = [];
  eachSeries(ordered.starts, (from, to, s) => {
    const before = rows.length;
    for (let row = from; row < to; row++) if (keep[row]) rows.push(row);
    if (rows.length === before) return;
    starts.push(rows.length);
    keys.push(ordered.keys[s] ?? []);
  });
  const index = Int32Array.from(rows);
  return {
    table: takeRows(ordered.table, index),
    starts: Int32Array.from(starts),
    keys,
    times: Float64Array.from(index, (row) => ordered.times[row] ?? 0),
  };
}
