/** Generated series: one long column `value`. */
import { fold, normal, type Rng } from "@seqloom/tensor";
import { type Column, makeTable, type Table } from "../1-read/table.ts";
import { count, readOptions, real } from "./options.ts";

type Given = Readonly<Record<string, number>>;

/** A sine of a period of so many steps, with normal noise of standard deviation `noise`. */
export function sine(given: Given, key: Rng): Table {
  const o = readOptions("sine", { length: count(1000), period: real(25, 1), noise: real(0, 0) }, given);
  const noise = normals(key, o.length);
  return series("sine", o.length, (t) => Math.sin((2 * Math.PI * t) / o.period) + o.noise * at(noise, t));
}

/** A random walk: each step adds `drift` and a normal number. Nothing predicts it better than its last value. */
export function walk(given: Given, key: Rng): Table {
  const o = readOptions("walk", { length: count(1000), drift: real(0) }, given);
  const steps = normals(key, o.length);
  let level = 0;
  return series("walk", o.length, (t) => {
    if (t > 0) level += o.drift + at(steps, t);
    return level;
  });
}

/**
 * Autoregression of order two: `first` times the last value plus `second` times the one before plus a normal number.
 *
 * With the defaults the naive forecast errs by 1.71 and the best possible one by 1.
 */
export function ar(given: Given, key: Rng): Table {
  const rules = { length: count(1000), first: real(1.6), second: real(-0.8), noise: real(1, 0) };
  const o = readOptions("ar", rules, given);
  const burn = 200; // the start at 0 is forgotten: the slower root has modulus 0.9
  const noise = normals(key, o.length + burn);
  let [last, before] = [0, 0];
  const step = (t: number): number => {
    [last, before] = [o.first * last + o.second * before + o.noise * at(noise, t), last];
    return last;
  };
  for (let t = 0; t < burn; t++) step(t);
  return series("ar", o.length, (t) => step(t + burn));
}

/**
 * The Henon map, 1 - 1.4 x^2 + 0.3 x_before, seen through normal noise. It is chaotic and has a memory of two steps.
 *
 * @see Henon 1976, "A two-dimensional mapping with a strange attractor"
 */
export function henon(given: Given, key: Rng): Table {
  const o = readOptions("henon", { length: count(1000), noise: real(0.05, 0) }, given);
  const noise = normals(key, o.length);
  // A start near the attractor that differs from seed to seed; 100 steps bring it onto the attractor.
  let [x, before] = [0.1 * Math.tanh(at(normals(fold(key, 1), 1), 0)), 0];
  const step = (): number => {
    [x, before] = [1 - 1.4 * x * x + 0.3 * before, x];
    return x;
  };
  for (let t = 0; t < 100; t++) step();
  return series("henon", o.length, (t) => step() + o.noise * at(noise, t));
}

function normals(key: Rng, size: number): ArrayLike<number> {
  return normal(key, [size], "f64").data;
}

function at(values: ArrayLike<number>, i: number): number {
  return values[i] ?? 0;
}

/** `valueAt` is asked for each step once, in order. */
function series(name: string, length: number, valueAt: (t: number) => number): Table {
  const values = new Float64Array(length);
  for (let t = 0; t < length; t++) values[t] = valueAt(t);
  return makeTable(name, length, new Map<string, Column>([["value", { kind: "number", values }]]));
}
