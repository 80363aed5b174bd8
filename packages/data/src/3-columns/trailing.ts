/**
 * Values over the last n steps, the present one included, of one series at a time.
 *
 * Each window is summed anew in its own order: a running sum would carry the rounding of every earlier value along
 * (and one NaN for ever). That costs n additions a step, which is little next to training.
 */

import { internalFault } from "@seqloom/diagnostic";
import { eachSeries } from "../2-time/span.ts";

type Window = (values: Float64Array, from: number, to: number) => number;

const windows: ReadonlyMap<string, Window> = new Map<string, Window>([
  ["sum", sumOf],
  ["mean", meanOf],
  ["min", (values, from, to) => reduce(values, from, to, Math.min)],
  ["max", (values, from, to) => reduce(values, from, to, Math.max)],
  ["std", stdOf],
]);

/** The function over the last n steps of a name (`mean sum min max std`), NaN before step n of a series. */
export function trailing(name: string, values: Float64Array, starts: Int32Array, n: number): Float64Array {
  const window = windows.get(name);
  if (window === undefined) throw internalFault(`no trailing function ${name}`);
  const out = new Float64Array(values.length).fill(Number.NaN);
  eachSeries(starts, (from, to) => {
    for (let row = from + n - 1; row < to; row++) out[row] = window(values, row - n + 1, row + 1);
  });
  return out;
}

/**
 * The exponentially weighted mean: `share` of the present value and the rest of the mean before it, beginning with the
 * first value that is there.
 */
export function exponentialMean(values: Float64Array, starts: Int32Array, share: number): Float64Array {
  const out = new Float64Array(values.length);
  eachSeries(starts, (from, to) => {
    let mean = Number.NaN;
    for (let row = from; row < to; row++) {
      const value = values[row] ?? Number.NaN;
      mean = Number.isNaN(mean) ? value : share * value + (1 - share) * mean;
      out[row] = mean;
    }
  });
  return out;
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let row = from; row < to; row++) sum += values[row] ?? Number.NaN;
  return sum;
}

function meanOf(values: Float64Array, from: number, to: number): number {
  return sumOf(values, from, to) / (to - from);
}

/** With n - 1 below the line, as pandas has it; 0 for a window of one. */
function stdOf(values: Float64Array, from: number, to: number): number {
  if (to - from === 1) return 0;
  const mean = meanOf(values, from, to);
  let squares = 0;
  for (let row = from; row < to; row++) squares += ((values[row] ?? Number.NaN) - mean) ** 2;
  return Math.sqrt(squares / (to - from - 1));
}

function reduce(
  values: Float64Array,
  from: number,
  to: number,
  pick: (a: number, b: number) => number,
): number {
  let best = values[from] ?? Number.NaN;
  for (let row = from + 1; row < to; row++) best = pick(best, values[row] ?? Number.NaN);
  return best;
}
