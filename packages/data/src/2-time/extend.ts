/** Rows after the last one, for what is known of the future: the calendar, and what does not change. */
import { type Column, takeRows } from "../1-read/table.ts";
import type { Ordered } from "./order.ts";
import { eachSeries } from "./span.ts";
import { type Step, stepNumber, stepTime } from "./step.ts";

/**
 * The rows with `count` more at the end of each series. They hold their time and, in the columns of `kept`, the values
 * of the last row; everything else is missing.
 */
export function extendFuture(
  ordered: Ordered,
  step: Step,
  count: number,
  timeColumn: string,
  kept: ReadonlySet<string>,
): Ordered {
  const rows: number[] = [];
  const lastRows: number[] = [];
  const moments: number[] = [];
  const starts = new Int32Array(ordered.starts.length);
  eachSeries(ordered.starts, (from, to, s) => {
    const last = ordered.times[to - 1] ?? 0;
    // Months are counted from the first row, so that a series of the 31st does not slip to the 30th.
    const origin = step.kind === "months" ? (ordered.times[from] ?? 0) : last;
    const number = stepNumber(step, last, origin);
    for (let row = from; row < to; row++) {
      rows.push(row);
      lastRows.push(row);
      moments.push(ordered.times[row] ?? 0);
    }
    for (let ahead = 1; ahead <= count; ahead++) {
      rows.push(-1);
      lastRows.push(to - 1);
      moments.push(stepTime(step, number + ahead, origin));
    }
    starts[s + 1] = rows.length;
  });
  const table = takeRows(ordered.table, Int32Array.from(rows));
  const repeated = takeRows(ordered.table, Int32Array.from(lastRows));
  const columns = new Map<string, Column>(table.columns);
  for (const name of kept) {
    const column = repeated.columns.get(name);
    if (column !== undefined) columns.set(name, column);
  }
  columns.set(timeColumn, { kind: "date", values: Float64Array.from(moments) });
  return { table: { ...table, columns }, starts, keys: ordered.keys, times: Float64Array.from(moments) };
}
