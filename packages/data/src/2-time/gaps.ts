/** Steps of the time axis without a row: refused, skipped or filled. */
import { SeqError } from "@seqloom/diagnostic";
import { formatDate } from "../1-read/date.ts";
import { type Column, placeOf, takeNumbers, takeRows } from "../1-read/table.ts";
import type { GapRule, Notice } from "../spec.ts";
import type { Ordered } from "./order.ts";
import { eachSeries } from "./span.ts";
import { type Step, stepNumber, stepTime } from "./step.ts";

/** Columns whose value of the row before is repeated in a filled row, whatever the rule says. */
export interface Repeated {
  readonly timeColumn: string;
  readonly columns: ReadonlySet<string>;
}

/**
 * The rows with every gap settled by the rule.
 *
 * `forward` repeats the row before. `fill` puts its number into the number columns and repeats the rest: texts, series
 * and static columns. Steps are counted from the first row of each series.
 *
 * @throws SeqError "time-gap" with the first gap and the number of all, "time-off-grid"
 */
export function settleGaps(
  ordered: Ordered,
  step: Step,
  rule: GapRule,
  repeated: Repeated,
): Ordered & { readonly notices: readonly Notice[] } {
  const numbers = stepNumbers(ordered, step);
  if (rule === "skip") return { ...ordered, notices: [] };
  const gaps = gapsIn(ordered, numbers);
  const [first] = gaps;
  if (first === undefined) return { ...ordered, notices: [] };
  const count = gaps.reduce((sum, gap) => sum + gap.steps, 0);
  if (rule === "error") throw gapError(ordered, gaps, count);
  const filled = fillGaps(ordered, step, numbers, rule, repeated);
  const message = `${count} rows were added for gaps in ${ordered.table.name}, the first after ${formatDate(ordered.times[first.row] ?? 0)}`;
  return { ...filled, notices: [{ code: "gaps-filled", message }] };
}

/** Whole numbers on the axis of each series. */
function stepNumbers({ table, starts, times }: Ordered, step: Step): Int32Array {
  const numbers = new Int32Array(table.rowCount);
  eachSeries(starts, (from, to) => {
    // Business days lie on one grid for all; counting them from a Sunday would blame the wrong rows.
    const origin = step.kind === "businessDay" ? 0 : (times[from] ?? 0);
    for (let row = from; row < to; row++) {
      const number = stepNumber(step, times[row] ?? 0, origin);
      if (!Number.isInteger(number)) throw offGrid(table, row, times, step, from);
      numbers[row] = number;
      if (row > from && number === numbers[row - 1]) throw sameStep(table, row, times);
    }
  });
  return numbers;
}

function offGrid(
  table: Ordered["table"],
  row: number,
  times: Float64Array,
  step: Step,
  from: number,
): SeqError {
  const date = formatDate(times[row] ?? 0);
  const why =
    step.kind === "businessDay"
      ? "is a Saturday or Sunday"
      : `does not lie a whole number of steps after ${formatDate(times[from] ?? 0)}`;
  return new SeqError("time-off-grid", `${placeOf(table, row)}: ${date} ${why}`, {
    help:
      step.kind === "businessDay" ? "use every = day" : "use a smaller step in `every`, or leave `every` out",
    details: { source: table.name, place: table.places[row], time: date },
  });
}

function sameStep(table: Ordered["table"], row: number, times: Float64Array): SeqError {
  const dates = [formatDate(times[row - 1] ?? 0), formatDate(times[row] ?? 0)];
  return new SeqError("time-twice", `${placeOf(table, row)}: ${dates.join(" and ")} lie in the same step`, {
    help: "keep one row a step, or use a smaller step in `every`",
    details: { source: table.name, times: dates, places: [table.places[row - 1], table.places[row]] },
  });
}

interface Gap {
  /** The row before the gap. */
  readonly row: number;
  readonly steps: number;
}

function gapsIn({ starts }: Ordered, numbers: Int32Array): Gap[] {
  const gaps: Gap[] = [];
  eachSeries(starts, (from, to) => {
    for (let row = from + 1; row < to; row++) {
      const steps = (numbers[row] ?? 0) - (numbers[row - 1] ?? 0) - 1;
      if (steps > 0) gaps.push({ row: row - 1, steps });
    }
  });
  return gaps;
}

function gapError({ table, times }: Ordered, gaps: readonly Gap[], count: number): SeqError {
  const shown = gaps.slice(0, 20).map(({ row, steps }) => {
    const what = steps === 1 ? "1 step" : `${steps} steps`;
    return `\n  ${what} between ${formatDate(times[row] ?? 0)} and ${formatDate(times[row + 1] ?? 0)} (${placeOf(table, row)})`;
  });
  const rest = gaps.length > 20 ? `\n  and ${gaps.length - 20} more gaps` : "";
  return new SeqError("time-gap", `${count} steps have no row${shown.join("")}${rest}`, {
    help: "set gaps = skip to take the rows as consecutive (trading days), gaps = forward to repeat the row before, or gaps = fill(0)",
    details: { source: table.name, gaps: gaps.length, steps: count },
  });
}

function fillGaps(
  ordered: Ordered,
  step: Step,
  numbers: Int32Array,
  rule: "forward" | { readonly fill: number },
  { timeColumn, columns: kept }: Repeated,
): Ordered {
  const { table, times, keys } = ordered;
  const rows: number[] = [];
  const moments: number[] = [];
  const isAdded: boolean[] = [];
  const starts = new Int32Array(ordered.starts.length);
  eachSeries(ordered.starts, (from, to, s) => {
    const origin = times[from] ?? 0;
    for (let row = from; row < to; row++) {
      const steps = row + 1 < to ? (numbers[row + 1] ?? 0) - (numbers[row] ?? 0) : 1;
      for (let added = 0; added < steps; added++) {
        const number = (numbers[row] ?? 0) - (numbers[from] ?? 0) + added;
        rows.push(row);
        moments.push(added === 0 ? (times[row] ?? 0) : stepTime(step, number, origin));
        isAdded.push(added > 0);
      }
    }
    starts[s + 1] = rows.length;
  });
  const index = Int32Array.from(rows);
  const taken = takeRows(table, index);
  const columns = new Map<string, Column>(taken.columns);
  columns.set(timeColumn, { kind: "date", values: Float64Array.from(moments) });
  for (const [name, column] of table.columns) {
    if (rule === "forward" || column.kind !== "number" || kept.has(name) || name === timeColumn) continue;
    // A row after the end of what was measured holds nothing, and so does a row added there.
    const values = takeNumbers(column.values, index).map((value, i) =>
      isAdded[i] && !Number.isNaN(value) ? rule.fill : value,
    );
    columns.set(name, { kind: "number", values });
  }
  const places = taken.places.map((place, i) => (isAdded[i] ? 0 : place));
  return { table: { ...taken, columns, places }, starts, keys, times: Float64Array.from(moments) };
}
