/** Generated tasks: each row is a sequence of its own, and what is to be answered about it. */
import { fold, type Rng, uniform } from "@seqloom/tensor";
import { type Column, makeTable, type Table } from "../1-read/table.ts";
import { count as counted, readOptions } from "./options.ts";

type Given = Readonly<Record<string, number>>;

/**
 * The adding problem: `value` in [0, 1), `marker` 1 at one step of each half, `sum` of the two marked values.
 *
 * Always answering 1 has a mean squared error of 1/6.
 * @see Hochreiter & Schmidhuber 1997, "Long short-term memory", experiment 4
 */
export function adding(given: Given, key: Rng): Table {
  const o = readOptions("adding", { length: counted(50, 2), count: counted(1000) }, given);
  const value = uniforms(key, o.length * o.count);
  const places = uniforms(fold(key, 1), 2 * o.count);
  const marker = new Float64Array(value.length);
  const sum = new Float64Array(o.count);
  const half = Math.floor(o.length / 2);
  for (let row = 0; row < o.count; row++) {
    const first = row * o.length + pick(places, 2 * row, half);
    const second = row * o.length + half + pick(places, 2 * row + 1, o.length - half);
    marker[first] = 1;
    marker[second] = 1;
    sum[row] = (value[first] ?? 0) + (value[second] ?? 0);
  }
  return tableOf("adding", o.count, { value, marker }, o.length, { sum });
}

/**
 * The copy task: `length` symbols from 1 to `symbols`, then `delay` blanks (0) of which the last is the sign to answer
 * (`symbols` + 1), then blanks while the symbols are to be repeated. `answer` is blank until then.
 *
 * @see Hochreiter & Schmidhuber 1997; in this form Arjovsky, Shah & Bengio 2016
 */
export function copying(given: Given, key: Rng): Table {
  const rules = { length: counted(10), delay: counted(20), count: counted(1000), symbols: counted(8, 2) };
  const o = readOptions("copying", rules, given);
  const steps = 2 * o.length + o.delay;
  const draws = uniforms(key, o.length * o.count);
  const symbol = new Float64Array(steps * o.count);
  const answer = new Float64Array(steps * o.count);
  for (let row = 0; row < o.count; row++) {
    for (let i = 0; i < o.length; i++) {
      const drawn = 1 + pick(draws, row * o.length + i, o.symbols);
      symbol[row * steps + i] = drawn;
      answer[row * steps + o.length + o.delay + i] = drawn;
    }
    symbol[row * steps + o.length + o.delay - 1] = o.symbols + 1;
  }
  return tableOf("copying", o.count, { symbol, answer }, steps, {});
}

/**
 * Remember the first symbol: one of `symbols` (0, 1, ...), then distractors of other kinds until the sequence has
 * `length` steps. `answer` is the first symbol.
 */
export function recall(given: Given, key: Rng): Table {
  const rules = {
    length: counted(20, 2),
    count: counted(1000),
    symbols: counted(4, 2),
    distractors: counted(2),
  };
  const o = readOptions("recall", rules, given);
  const draws = uniforms(key, o.length * o.count);
  const symbol = new Float64Array(draws.length);
  const answer = new Float64Array(o.count);
  for (let row = 0; row < o.count; row++) {
    const start = row * o.length;
    answer[row] = pick(draws, start, o.symbols);
    symbol[start] = answer[row] ?? 0;
    for (let t = 1; t < o.length; t++) symbol[start + t] = o.symbols + pick(draws, start + t, o.distractors);
  }
  return tableOf("recall", o.count, { symbol }, o.length, { answer });
}

/** Say what came `delay` steps ago: `value` in [-1, 1), `answer` the value then; 0 before there is one. */
export function echo(given: Given, key: Rng): Table {
  const o = readOptions("echo", { length: counted(20, 2), delay: counted(3), count: counted(1000) }, given);
  const value = uniforms(key, o.length * o.count).map((draw) => 2 * draw - 1);
  const answer = value.map((_, i) => (i % o.length < o.delay ? 0 : (value[i - o.delay] ?? 0)));
  return tableOf("echo", o.count, { value, answer }, o.length, {});
}

/** `bit` is 0 or 1; `answer` at each step is 1 if the ones so far are odd in number. */
export function parity(given: Given, key: Rng): Table {
  return running("parity", "bit", (ones) => ones % 2, given, key);
}

/** `mark` is 0 or 1; `answer` at each step is the number of ones so far. */
export function counting(given: Given, key: Rng): Table {
  return running("count", "mark", (ones) => ones, given, key);
}

function running(
  name: string,
  input: string,
  answerOf: (ones: number) => number,
  given: Given,
  key: Rng,
): Table {
  const o = readOptions(name, { length: counted(12), count: counted(1000) }, given);
  const bits = uniforms(key, o.length * o.count).map((draw) => Math.floor(2 * draw));
  let ones = 0;
  const answer = bits.map((bit, i) => {
    ones = (i % o.length === 0 ? 0 : ones) + bit;
    return answerOf(ones);
  });
  return tableOf(name, o.count, { [input]: bits, answer }, o.length, {});
}

function uniforms(key: Rng, size: number): Float64Array {
  return Float64Array.from(uniform(key, [size], "f64").data);
}

/** One of 0 .. n - 1, from the draw at `i`. */
function pick(draws: Float64Array, i: number, n: number): number {
  return Math.floor((draws[i] ?? 0) * n);
}

/** `stepwise` columns hold `length` entries for each row, `single` ones one. */
function tableOf(
  name: string,
  rowCount: number,
  stepwise: Readonly<Record<string, Float64Array>>,
  length: number,
  single: Readonly<Record<string, Float64Array>>,
): Table {
  const offsets = Int32Array.from({ length: rowCount + 1 }, (_, row) => row * length);
  const columns = new Map<string, Column>();
  for (const [column, values] of Object.entries(stepwise))
    columns.set(column, { kind: "numbers", values, offsets });
  for (const [column, values] of Object.entries(single)) columns.set(column, { kind: "number", values });
  return makeTable(name, rowCount, columns);
}
