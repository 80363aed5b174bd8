/**
 * What an emitter of vector arithmetic works with: the function it writes into, its constants, and
 * multiply-add in the form the features allow.
 */
import type { Local, V128 } from "../wasm/expression.ts";
import type { FunctionBuilder } from "../wasm/function-builder.ts";
import { f32x4, v128 } from "../wasm/vector.ts";
import type { ConstantPool } from "./constant-pool.ts";

/** Vector arithmetic in one function; operands that are used twice must be locals. */
export interface VectorCode {
  readonly f: FunctionBuilder;
  /** All lanes the float `value`. */
  constant(value: number): Local<"v128">;
  /** All lanes the 32-bit pattern `word`. */
  bits(word: number): Local<"v128">;
  /** Computes `value` now and gives it a name. */
  keep(value: V128): Local<"v128">;
  /** `a * b + c`. */
  madd(a: V128, b: V128, c: V128): V128;
  /** `c - a * b`. */
  nmadd(a: V128, b: V128, c: V128): V128;
}

/** Vector arithmetic in `f`, with constants from `pool`; `relaxedMadd` chooses fused multiply-add. */
export function vectorCode(f: FunctionBuilder, pool: ConstantPool, relaxedMadd: boolean): VectorCode {
  return {
    f,
    constant: (value) => pool.float(f, value),
    bits: (word) => pool.bits(f, word),
    keep: (value) => f.keep(value),
    madd: (a, b, c) => (relaxedMadd ? f32x4.relaxedMadd(a, b, c) : f32x4.add(f32x4.mul(a, b), c)),
    nmadd: (a, b, c) => (relaxedMadd ? f32x4.relaxedNmadd(a, b, c) : f32x4.sub(c, f32x4.mul(a, b))),
  };
}

/** The polynomial with `coefficients` from the highest power down, by Horner's rule. */
export function polynomial(code: VectorCode, x: Local<"v128">, coefficients: readonly number[]): V128 {
  const [highest = 0, ...rest] = coefficients;
  let sum: V128 = code.constant(highest);
  for (const coefficient of rest) sum = code.madd(sum, x, code.constant(coefficient));
  return sum;
}

/**
 * `x` kept within `low` .. `high`; NaN stays NaN.
 *
 * `pmin` and `pmax` are one machine instruction each, `min` and `max` five; and they give their first
 * operand where a comparison fails, which is the NaN.
 */
export function clamp(code: VectorCode, x: V128, low: number, high: number): Local<"v128"> {
  return code.keep(f32x4.pmax(f32x4.pmin(x, code.constant(high)), code.constant(low)));
}

/** `yes` in the lanes where `mask` is all ones, `no` where it is 0. */
export const choose = (mask: V128, yes: V128, no: V128): V128 => v128.bitselect(yes, no, mask);
