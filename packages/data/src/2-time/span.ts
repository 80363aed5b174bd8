/** Series in a table, and the rows of each in which something exists. */
import { internalFault } from "@seqloom/diagnostic";

/**
 * For each series s the rows `from[s]` up to (not including) `to[s]` in which a value exists: `lag(c, 3)` begins three
 * rows late. A number inside that is NaN is a fault of the data; one outside is none.
 */
export interface Span {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Visits each series: its first row, its end (not included), its number. `starts` has one entry more than series. */
export function eachSeries(
  starts: Int32Array,
  visit: (from: number, to: number, series: number) => void,
): void {
  for (let series = 0; series + 1 < starts.length; series++) {
    visit(starts[series] ?? 0, starts[series + 1] ?? 0, series);
  }
}

export function wholeSpan(starts: Int32Array): Span {
  return { from: starts.slice(0, -1), to: starts.slice(1) };
}

/** The rows in which all have a value. */
export function intersect(spans: readonly Span[]): Span {
  const [first, ...rest] = spans;
  if (first === undefined) throw internalFault("an intersection of no spans");
  if (rest.every((span) => span === first)) return first;
  return {
    from: first.from.map((from, s) => Math.max(from, ...rest.map((span) => span.from[s] ?? 0))),
    to: first.to.map((to, s) => Math.min(to, ...rest.map((span) => span.to[s] ?? 0))),
  };
}

/** The span of values that are read `steps` rows earlier (later, if negative). */
export function shiftSpan(span: Span, steps: number, starts: Int32Array): Span {
  return {
    from: span.from.map((from, s) => Math.max(from + steps, starts[s] ?? 0)),
    to: span.to.map((to, s) => Math.min(to + steps, starts[s + 1] ?? 0)),
  };
}

/** The span of a function over the last n rows. */
export function trailingSpan(span: Span, n: number): Span {
  return { from: span.from.map((from) => from + n - 1), to: span.to };
}
