/** Which rows each example looks at, and which it predicts. */
import type { Span } from "../2-time/span.ts";
import { type Cuts, partAt } from "../4-split/split-time.ts";

/** Examples as ranges of rows; of the i-th, inputs are rows `inputFrom[i]` up to `inputTo[i]` (not included). */
export interface Examples {
  readonly count: number;
  readonly series: Int32Array;
  readonly inputFrom: Int32Array;
  readonly inputTo: Int32Array;
  readonly targetFrom: Int32Array;
  readonly targetTo: Int32Array;
}

export interface Example {
  readonly series: number;
  readonly inputFrom: number;
  readonly inputTo: number;
  readonly targetFrom: number;
  readonly targetTo: number;
}

export function collect(list: readonly Example[]): Examples {
  return {
    count: list.length,
    series: Int32Array.from(list, (e) => e.series),
    inputFrom: Int32Array.from(list, (e) => e.inputFrom),
    inputTo: Int32Array.from(list, (e) => e.inputTo),
    targetFrom: Int32Array.from(list, (e) => e.targetFrom),
    targetTo: Int32Array.from(list, (e) => e.targetTo),
  };
}

/** The i-th example. */
export function exampleAt(examples: Examples, i: number): Example {
  return {
    series: examples.series[i] ?? 0,
    inputFrom: examples.inputFrom[i] ?? 0,
    inputTo: examples.inputTo[i] ?? 0,
    targetFrom: examples.targetFrom[i] ?? 0,
    targetTo: examples.targetTo[i] ?? 0,
  };
}

/** What windows are made of. */
export interface WindowPlan {
  readonly window: number;
  /** Undefined: the targets are those of the window's own steps. */
  readonly horizon: number | undefined;
  readonly stride: number;
  /** Rows of each series in which every input, known column and target has a value. */
  readonly input: Span;
  readonly known: Span;
  readonly target: Span;
}

/**
 * Every window of every series, in order of series and time.
 *
 * ```
 *   rows    0 1 2 3 4 5 6 7        window 3, horizon 2, stride 1
 *           [i i i] t t            inputs look back from the origin (row 2), targets follow it
 *             [i i i] t t
 * ```
 */
export function windows(plan: WindowPlan): Example[] {
  const { window, horizon, stride, input, known, target } = plan;
  const list: Example[] = [];
  input.from.forEach((from, series) => {
    const end = input.to[series] ?? 0;
    for (let inputTo = from + window; inputTo <= end; inputTo += stride) {
      const inputFrom = inputTo - window;
      const targetFrom = horizon === undefined ? inputFrom : inputTo;
      const targetTo = horizon === undefined ? inputTo : inputTo + horizon;
      if (targetFrom < (target.from[series] ?? 0) || targetTo > (target.to[series] ?? 0)) continue;
      if (
        horizon !== undefined &&
        (targetFrom < (known.from[series] ?? 0) || targetTo > (known.to[series] ?? 0))
      )
        continue;
      list.push({ series, inputFrom, inputTo, targetFrom, targetTo });
    }
  });
  return list;
}

/** How far the values of targets lie from their rows. */
export interface TargetReach {
  /** The step a target belongs to comes so many rows later (`next`: 1). */
  readonly lead: number;
  /** Its value is known so many rows later (`late` counts here too). */
  readonly delay: number;
  /** Only this step of each example is a target. */
  readonly pick: "first" | "last" | undefined;
}

/**
 * The part of an example: the one in which all its predicted steps lie and are known; undefined for one that predicts
 * across a border or after the last part. Its inputs may lie before the border.
 */
export function partOfExample(
  example: Example,
  times: Float64Array,
  starts: Int32Array,
  cuts: Cuts,
  reach: TargetReach,
): number | undefined {
  const first = reach.pick === "last" ? example.inputTo - 1 : example.targetFrom;
  const last = reach.pick === "first" ? example.inputFrom : example.targetTo - 1;
  const end = (starts[example.series + 1] ?? 0) - 1;
  const at = (row: number): number => partAt(cuts, times[Math.min(row, end)] ?? 0);
  const part = at(first + reach.lead);
  return part === at(last + Math.max(reach.lead, reach.delay)) && part < cuts.length ? part : undefined;
}

/**
 * Whole sequences, cut where the parts meet: of each series and part the rows whose target lies in that part. With a
 * pick a series is one example, of the part in which the picked step lies.
 *
 * @returns the examples of each part
 */
export function wholeSequences(
  usable: Span,
  times: Float64Array,
  starts: Int32Array,
  cuts: Cuts,
  reach: TargetReach,
): Example[][] {
  const parts: Example[][] = cuts.map(() => []);
  usable.from.forEach((from, series) => {
    const to = usable.to[series] ?? 0;
    if (reach.pick !== undefined) {
      if (from >= to) return;
      const example = whole(series, from, to);
      const part = partOfExample(example, times, starts, cuts, reach);
      if (part !== undefined) parts[part]?.push(example);
      return;
    }
    const partOf = (row: number): number | undefined =>
      partOfExample(whole(series, row, row + 1), times, starts, cuts, reach);
    let begin = from;
    for (const [part, list] of parts.entries()) {
      while (begin < to && (partOf(begin) ?? -1) < part) begin++;
      let end = begin;
      while (end < to && partOf(end) === part) end++;
      if (end > begin) list.push(whole(series, begin, end));
      begin = end;
    }
  });
  return parts;
}

/** A sequence whose inputs and targets are the same rows. */
export function whole(series: number, from: number, to: number): Example {
  return { series, inputFrom: from, inputTo: to, targetFrom: from, targetTo: to };
}
