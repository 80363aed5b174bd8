/** Random tensors and orders drawn from a key (see rng.ts). */
import { allocate, fromData } from "./create.ts";
import type { FloatDType } from "./dtype.ts";
import { type Rng, randomWords } from "./rng.ts";
import { checkShape, type Shape, sizeOf } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** Numbers in [0, 1): 24 random bits each for f32, 53 for f64. */
function unitInterval(key: Rng, size: number, dtype: FloatDType): Float32Array | Float64Array {
  const out = allocate(dtype, size);
  if (dtype === "f32") {
    const words = allocate("i32", size);
    randomWords(key, words);
    for (let i = 0; i < size; i++) out[i] = ((words[i] ?? 0) >>> 8) * 2 ** -24;
  } else {
    const words = allocate("i32", 2 * size);
    randomWords(key, words);
    for (let i = 0; i < size; i++) {
      const high = (words[2 * i] ?? 0) >>> 5;
      const low = (words[2 * i + 1] ?? 0) >>> 6;
      out[i] = (high * 2 ** 26 + low) * 2 ** -53;
    }
  }
  return out;
}

/**
 * Uniform numbers in [low, high); where low or high is not 0 or 1, rounding may reach high.
 *
 * @throws SeqError "shape-invalid", "out-of-memory"
 * @example uniform(rng(7), [2, 3])
 */
export function uniform(key: Rng, shape: Shape, dtype: FloatDType = "f32", low = 0, high = 1): Tensor {
  checkShape(shape);
  const data = unitInterval(key, sizeOf(shape), dtype);
  if (low !== 0 || high !== 1)
    for (let i = 0; i < data.length; i++) data[i] = low + (data[i] ?? 0) * (high - low);
  return fromData(data, shape);
}

/**
 * Normal numbers of the given mean and standard deviation (Box & Muller 1958).
 *
 * @throws SeqError "shape-invalid", "out-of-memory"
 * @example normal(rng(7), [2, 3])
 */
export function normal(key: Rng, shape: Shape, dtype: FloatDType = "f32", mean = 0, sd = 1): Tensor {
  checkShape(shape);
  const size = sizeOf(shape);
  const pairs = Math.ceil(size / 2);
  const u = unitInterval(key, 2 * pairs, "f64");
  const data = allocate(dtype, size);
  for (let i = 0; i < pairs; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - (u[2 * i] ?? 0)));
    const angle = 2 * Math.PI * (u[2 * i + 1] ?? 0);
    data[2 * i] = mean + sd * radius * Math.cos(angle);
    if (2 * i + 1 < size) data[2 * i + 1] = mean + sd * radius * Math.sin(angle);
  }
  return fromData(data, shape);
}

/** 0 .. n - 1 in random order (Fisher & Yates). @throws SeqError "size-invalid" unless n is a whole number from 0 */
export function permutation(key: Rng, n: number): Int32Array {
  const order = allocate("i32", n).map((_, i) => i);
  const u = unitInterval(key, n, "f64");
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((u[i] ?? 0) * (i + 1));
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  return order;
}
