/**
 * Functions that compute in f64 inside, two lanes at a time: a plain way to exact f32 results where speed
 * matters little. A vector of four f32 is split, worked on in halves, and joined.
 */
import type { Local, V128 } from "../wasm/expression.ts";
import { f32x4, f64x2, v128 } from "../wasm/vector.ts";
import type { VectorCode } from "./vector-code.ts";

/** Two of a vector's four f32 lanes as f64. */
export type Half = (x: Local<"v128">) => Local<"v128">;

/** `work` done twice, on the lower and on the upper half of what it takes through `half`; rounded to f32. */
export function inDouble(code: VectorCode, work: (half: Half) => V128): V128 {
  const lower: Half = (x) => code.keep(f64x2.promoteLowF32x4(x));
  const upper: Half = (x) => code.keep(f64x2.promoteLowF32x4(v128.shuffle32(x, x, [2, 3, 2, 3])));
  const low = code.keep(f32x4.demoteF64x2(work(lower)));
  const high = code.keep(f32x4.demoteF64x2(work(upper)));
  return v128.shuffle32(low, high, [0, 1, 4, 5]);
}

/** Horner's rule in f64. */
export function polynomialF64(x: Local<"v128">, coefficients: readonly number[]): V128 {
  const [highest = 0, ...rest] = coefficients;
  let sum: V128 = f64x2.const(highest);
  for (const coefficient of rest) sum = f64x2.add(f64x2.mul(sum, x), f64x2.const(coefficient));
  return sum;
}
