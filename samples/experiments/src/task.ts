/** Tasks whose sequences are made up as they are needed: every batch is new, so its loss is a test. */

import { type Column, type GeneratorName, generate } from "@seqloom/data";
import { internalFault } from "@seqloom/diagnostic";
import { binaryCrossEntropy, crossEntropy, mse } from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import { allocate, fromData, type Rng, type Tensor } from "@seqloom/tensor";
import type { Ends } from "./model.ts";

/** Plain data: a generator of @seqloom/data and its options. */
export type TaskSpec =
  /** Add the two marked numbers of a sequence. */
  | { readonly kind: "adding"; readonly length: number }
  /** Repeat `length` symbols after `delay` blanks. */
  | { readonly kind: "copy"; readonly length: number; readonly delay: number; readonly symbols: number }
  /** Name the first of 4 symbols after `length` - 1 distractors. */
  | { readonly kind: "recall"; readonly length: number }
  /** Say at each step what came `delay` steps ago. */
  | { readonly kind: "echo"; readonly length: number; readonly delay: number }
  /** Say at each step whether the ones so far are odd in number. */
  | { readonly kind: "parity"; readonly length: number }
  /** Say at each step how many ones there were so far, in units of `unit`. */
  | { readonly kind: "count"; readonly length: number; readonly unit: number };

/** Time first: x [T, B, I]; y [B, ...] for answers after the last step, [T, B, ...] for those at every step. */
export type Batch = { readonly x: Tensor; readonly y: Tensor };

export interface Task extends Ends {
  /** The same key gives the same batch. */
  batch(key: Rng, count: number): Batch;
  loss(prediction: Value, y: Value): Value;
  /** How good predictions are, as one number. */
  score(prediction: Tensor, y: Tensor): number;
  readonly scoreName: "mean squared error" | "share right" | "mean error at the end";
}

const recallSymbols = 4;
const recallDistractors = 2;

/** The task of a spec. @example taskOf({ kind: "adding", length: 100 }).batch(rng(1), 64) // x [100, 64, 2], y [64, 1] */
export function taskOf(spec: TaskSpec): Task {
  switch (spec.kind) {
    case "adding":
      return adding(spec.length);
    case "copy":
      return copy(spec);
    case "recall":
      return recall(spec.length);
    case "echo":
      return echo(spec);
    case "parity":
      return parity(spec.length);
    case "count":
      return count(spec);
    default:
      return spec satisfies never;
  }
}

function adding(T: number): Task {
  return {
    ...{ input: 2, output: 1, answers: "last" },
    batch(key, B) {
      const column = columnsOf("adding", { length: T, count: B }, key);
      return { x: timeFirst([column("value"), column("marker")], T, B), y: floats(column("sum"), [B, 1]) };
    },
    loss: mse,
    ...squaredError,
  };
}

function copy({ length, delay, symbols }: TaskSpec & { kind: "copy" }): Task {
  const T = 2 * length + delay;
  const kinds = symbols + 2; // with the blank and the sign to answer
  return {
    ...{ input: kinds, output: kinds, answers: "sequence" },
    batch(key, B) {
      const column = columnsOf("copying", { length, delay, symbols, count: B }, key);
      return {
        x: oneHot(column("symbol"), kinds, T, B),
        y: classes(swapped(column("answer"), T, B), [T, B]),
      };
    },
    loss: crossEntropy,
    scoreName: "share right",
    // Blanks are easy to get right; only the repeated symbols count.
    score: (prediction, y) => shareRight(prediction, y, ([T = 0, B = 0]) => (T - length) * B),
  };
}

function recall(T: number): Task {
  const kinds = recallSymbols + recallDistractors;
  return {
    ...{ input: kinds, output: recallSymbols, answers: "last" },
    batch(key, B) {
      const options = { length: T, count: B, symbols: recallSymbols, distractors: recallDistractors };
      const column = columnsOf("recall", options, key);
      return { x: oneHot(column("symbol"), kinds, T, B), y: classes(column("answer"), [B]) };
    },
    loss: crossEntropy,
    scoreName: "share right",
    score: (prediction, y) => shareRight(prediction, y, () => 0),
  };
}

function echo({ length: T, delay }: TaskSpec & { kind: "echo" }): Task {
  return {
    ...{ input: 1, output: 1, answers: "sequence" },
    batch(key, B) {
      const column = columnsOf("echo", { length: T, delay, count: B }, key);
      return { x: timeFirst([column("value")], T, B), y: timeFirst([column("answer")], T, B) };
    },
    loss: mse,
    ...squaredError,
  };
}

function parity(T: number): Task {
  return {
    ...{ input: 1, output: 1, answers: "sequence" },
    batch(key, B) {
      const column = columnsOf("parity", { length: T, count: B }, key);
      return { x: timeFirst([column("bit")], T, B), y: timeFirst([column("answer")], T, B) };
    },
    loss: binaryCrossEntropy,
    scoreName: "share right",
    score: (prediction, y) => meanAtEnd(prediction, y, (p, answer) => (p > 0 === answer > 0.5 ? 1 : 0)),
  };
}

/** Answers are divided by `unit`, so that a network with outputs of the size of 1 can give them. */
function count({ length: T, unit }: TaskSpec & { kind: "count" }): Task {
  return {
    ...{ input: 1, output: 1, answers: "sequence" },
    batch(key, B) {
      const column = columnsOf("count", { length: T, count: B }, key);
      const answers = column("answer").map((ones) => ones / unit);
      return { x: timeFirst([column("mark")], T, B), y: timeFirst([answers], T, B) };
    },
    loss: mse,
    scoreName: "mean error at the end",
    score: (prediction, y) => meanAtEnd(prediction, y, (p, answer) => unit * Math.abs(p - answer)),
  };
}

const squaredError = {
  scoreName: "mean squared error",
  score: (prediction: Tensor, y: Tensor) =>
    mean(y.size, (i) => ((prediction.data[i] ?? 0) - (y.data[i] ?? 0)) ** 2),
} as const;

/** Over the last of T steps, of one number at each. */
function meanAtEnd(prediction: Tensor, y: Tensor, of: (p: number, answer: number) => number): number {
  const [T = 0, B = 0] = y.shape;
  const start = (T - 1) * B;
  return mean(B, (i) => of(prediction.data[start + i] ?? 0, y.data[start + i] ?? 0));
}

/** The share of answers from number `from` on whose class has the highest score. */
function shareRight(scores: Tensor, y: Tensor, from: (shape: readonly number[]) => number): number {
  const C = scores.shape.at(-1) ?? 1;
  const start = from(y.shape);
  return mean(y.size - start, (i) => (topClass(scores, start + i, C) === y.data[start + i] ? 1 : 0));
}

/** The class with the highest score in a row of C. */
export function topClass(scores: Tensor, row: number, C: number): number {
  let best = 0;
  for (let c = 1; c < C; c++) {
    if ((scores.data[row * C + c] ?? 0) > (scores.data[row * C + best] ?? 0)) best = c;
  }
  return best;
}

function mean(n: number, of: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += of(i);
  return sum / n;
}

function columnsOf(name: GeneratorName, options: Readonly<Record<string, number>>, key: Rng) {
  const { columns } = generate(name, options, key);
  return (column: string): Float64Array => numbersOf(columns.get(column), `${name}.${column}`);
}

function numbersOf(column: Column | undefined, name: string): Float64Array {
  if (column?.kind === "number" || column?.kind === "numbers") return column.values;
  throw internalFault(`generator column ${name} holds no numbers`);
}

/** Columns [B, T] side by side as [T, B, columns]. */
function timeFirst(columns: readonly Float64Array[], T: number, B: number): Tensor {
  const I = columns.length;
  const data = allocate("f32", T * B * I);
  columns.forEach((values, i) => {
    swapped(values, T, B).forEach((value, at) => {
      data[at * I + i] = value;
    });
  });
  return fromData(data, [T, B, I]);
}

/** [B, T] to [T, B]. */
function swapped(values: Float64Array, T: number, B: number): Float64Array {
  return values.map((_, at) => values[(at % B) * T + Math.floor(at / B)] ?? 0);
}

function oneHot(values: Float64Array, kinds: number, T: number, B: number): Tensor {
  const data = allocate("f32", T * B * kinds);
  swapped(values, T, B).forEach((kind, at) => {
    data[at * kinds + kind] = 1;
  });
  return fromData(data, [T, B, kinds]);
}

function floats(values: Float64Array, shape: readonly number[]): Tensor {
  return fromData(Float32Array.from(values), shape);
}

function classes(values: Float64Array, shape: readonly number[]): Tensor {
  return fromData(Int32Array.from(values), shape);
}
