/** Columns of a second table, matched by time: at each row the latest row of the other that is not after it. */
import { type Column, type Table, takeRows } from "../1-read/table.ts";
import type { Ordered } from "./order.ts";
import { eachSeries } from "./span.ts";

/**
 * The table with columns `name.column` of the other. Both are in order; where the other has all the series columns of
 * the first, rows match within their series. Rows before the other's first have nothing there: NaN, or the empty text.
 */
export function joinLatest(left: Ordered, right: Ordered, name: string, series: readonly string[]): Table {
  const bySeries = series.length > 0 && right.keys.some((key) => key.length > 0);
  const seriesOf = new Map(right.keys.map((key, s) => [JSON.stringify(key), s]));
  const match = new Int32Array(left.table.rowCount).fill(-1);
  eachSeries(left.starts, (from, to, s) => {
    const other = bySeries ? seriesOf.get(JSON.stringify(left.keys[s])) : 0;
    if (other === undefined) return;
    let at = right.starts[other] ?? 0;
    const end = right.starts[other + 1] ?? 0;
    const first = at;
    for (let row = from; row < to; row++) {
      while (at < end && (right.times[at] ?? 0) <= (left.times[row] ?? 0)) at++;
      match[row] = at > first ? at - 1 : -1;
    }
  });
  const taken = takeRows(right.table, match);
  const columns = new Map<string, Column>(left.table.columns);
  for (const [column, values] of taken.columns) columns.set(`${name}.${column}`, values);
  return { ...left.table, columns };
}
