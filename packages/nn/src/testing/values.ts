/** Reading and comparing results in tests. */
import { concrete, slice, squeeze, type Value } from "@seqloom/ops";
import { normal, rng, type Shape, type Tensor } from "@seqloom/tensor";

/** The tensor that a value is when nothing is being recorded. */
export function tensorOf(value: Value | undefined): Tensor {
  const tensor = value === undefined ? undefined : concrete(value);
  if (tensor === undefined) throw new TypeError("a tensor was expected");
  return tensor;
}

/** Largest difference relative to max(1, |want|); Infinity for another shape or NaN. */
export function difference(got: Value | undefined, want: Value | undefined): number {
  const [a, b] = [tensorOf(got), tensorOf(want)];
  if (a.shape.join() !== b.shape.join()) return Number.POSITIVE_INFINITY;
  return Array.from(a.data).reduce((most, v, i) => {
    const w = b.data[i] ?? Number.NaN;
    const error = Math.abs(v - w) / Math.max(1, Math.abs(w));
    return Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(most, error);
  }, 0);
}

/** Whether two values have the same bits. */
export function sameBits(a: Value | undefined, b: Value | undefined): boolean {
  const [x, y] = [tensorOf(a), tensorOf(b)];
  return x.shape.join() === y.shape.join() && x.data.every((v, i) => Object.is(v, y.data[i]));
}

/** Entries from `start` to `end` along an axis. */
export function part(value: Value, axis: number, start: number, end: number): Tensor {
  return tensorOf(slice(value, axis, start, end));
}

/** Entry i of the first axis, without that axis. */
export function row(value: Value, i: number): Tensor {
  return tensorOf(squeeze(slice(value, 0, i, i + 1), 0));
}

/** Random numbers, f64 for comparisons that are to be sharp. */
export function draws(seed: number, shape: Shape, dtype: "f32" | "f64" = "f64"): Tensor {
  return normal(rng(seed), shape, dtype);
}
