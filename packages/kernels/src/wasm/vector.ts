/**
 * SIMD instructions: `v128` for whole vectors, `f32x4`, `f64x2` and `i32x4` by what the lanes hold.
 *
 * Loads and stores carry the alignment hint of one 32-bit lane: rows need not be 16-byte aligned.
 *
 * @see https://github.com/WebAssembly/simd/blob/main/proposals/simd/BinarySIMD.md
 * @see https://github.com/WebAssembly/relaxed-simd/blob/main/proposals/relaxed-simd/Overview.md
 */
import {
  asI32,
  type F32,
  type F64,
  type I32,
  type Integer,
  instruction,
  laneAccess,
  load,
  type Opcode,
  type Statement,
  store,
  type V128,
} from "./expression.ts";

const simd = (code: number): Opcode => ({ prefix: 0xfd, code });
const one =
  (code: number) =>
  (a: V128): V128 =>
    instruction("v128", simd(code), [a]);
const two =
  (code: number) =>
  (a: V128, b: V128): V128 =>
    instruction("v128", simd(code), [a, b]);
const three =
  (code: number) =>
  (a: V128, b: V128, c: V128): V128 =>
    instruction("v128", simd(code), [a, b, c]);
const shift =
  (code: number) =>
  (a: V128, bits: Integer): V128 =>
    instruction("v128", simd(code), [a, asI32(bits)]);

/** A constant vector of four 32-bit patterns. */
const patterns = (write: (view: DataView) => void): V128 => {
  const bytes = new Uint8Array(16);
  write(new DataView(bytes.buffer));
  return instruction("v128", simd(0x0c), [], (out) => out.bytes(bytes));
};

/** Whole vectors: memory, bits, moving lanes. */
export const v128 = {
  load: (address: Integer, offset = 0): V128 => load("v128", simd(0x00), 2, address, offset),
  store: (address: Integer, value: V128, offset = 0): Statement =>
    store(simd(0x0b), 2, address, value, offset),
  /** One 32-bit value in all four lanes. */
  load32Splat: (address: Integer, offset = 0): V128 => load("v128", simd(0x09), 2, address, offset),
  /** One 32-bit value in lane 0, the others 0. */
  load32Zero: (address: Integer, offset = 0): V128 => load("v128", simd(0x5c), 2, address, offset),
  /** Two 32-bit values in lanes 0 and 1, the others 0. */
  load64Zero: (address: Integer, offset = 0): V128 => load("v128", simd(0x5d), 2, address, offset),
  /** `vector` with one 32-bit lane read from memory. */
  load32Lane: (address: Integer, vector: V128, lane: number, offset = 0): V128 =>
    laneAccess("v128", simd(0x56), 2, address, vector, lane, offset),
  /** Writes one 32-bit lane. */
  store32Lane: (address: Integer, vector: V128, lane: number, offset = 0): Statement =>
    laneAccess("void", simd(0x5a), 2, address, vector, lane, offset),
  /** Writes two 32-bit lanes: lanes 0, 1 if `half` is 0, lanes 2, 3 if it is 1. */
  store64Lane: (address: Integer, vector: V128, half: 0 | 1, offset = 0): Statement =>
    laneAccess("void", simd(0x5b), 2, address, vector, half, offset),
  not: one(0x4d),
  and: two(0x4e),
  /** `a & ~b`. */
  andNot: two(0x4f),
  or: two(0x50),
  xor: two(0x51),
  /** Bits of `a` where `mask` is 1, of `b` where it is 0. */
  bitselect: three(0x52),
  /** 1 if any bit is set. */
  anyTrue: (a: V128): I32 => instruction("i32", simd(0x53), [a]),
  /** Lanes picked from `a` (0 .. 3) and `b` (4 .. 7), 32 bits each. */
  shuffle32(a: V128, b: V128, lanes: readonly [number, number, number, number]): V128 {
    return instruction("v128", simd(0x0d), [a, b], (out) => {
      for (const lane of lanes) for (let byte = 0; byte < 4; byte++) out.byte(4 * lane + byte);
    });
  },
};

/** Four 32-bit floats; comparisons give all ones or all zeros in each lane. */
export const f32x4 = {
  /** A literal in the code. Engines may rebuild it inside loops: see `ConstantPool`. */
  const: (value: number): V128 =>
    patterns((view) => {
      for (let i = 0; i < 4; i++) view.setFloat32(4 * i, value, true);
    }),
  splat: (a: F32): V128 => instruction("v128", simd(0x13), [a]),
  extractLane: (a: V128, lane: number): F32 => instruction("f32", simd(0x1f), [a], (out) => out.byte(lane)),
  eq: two(0x41),
  ne: two(0x42),
  lt: two(0x43),
  gt: two(0x44),
  le: two(0x45),
  ge: two(0x46),
  ceil: one(0x67),
  floor: one(0x68),
  trunc: one(0x69),
  /** Nearest integer, ties to even. */
  nearest: one(0x6a),
  abs: one(0xe0),
  neg: one(0xe1),
  sqrt: one(0xe3),
  add: two(0xe4),
  sub: two(0xe5),
  mul: two(0xe6),
  div: two(0xe7),
  /** The smaller; NaN if either is NaN; -0 < 0. */
  min: two(0xe8),
  /** The larger; NaN if either is NaN. */
  max: two(0xe9),
  /** `b < a ? b : a`: one machine instruction; keeps a NaN in `a`. */
  pmin: two(0xea),
  /** `a < b ? b : a`: one machine instruction; keeps a NaN in `a`. */
  pmax: two(0xeb),
  fromI32x4: one(0xfa),
  /** `a * b + c`, fused or not as the machine likes. */
  relaxedMadd: three(0x105),
  /** `c - a * b`, fused or not as the machine likes. */
  relaxedNmadd: three(0x106),
  /** The two lanes of `a` rounded to f32 in lanes 0 and 1, the others 0. */
  demoteF64x2: one(0x5e),
};

/** Two 64-bit floats, for the few functions that need more precision than f32 inside. */
export const f64x2 = {
  const: (value: number): V128 =>
    patterns((view) => {
      for (let i = 0; i < 2; i++) view.setFloat64(8 * i, value, true);
    }),
  splat: (a: F64): V128 => instruction("v128", simd(0x14), [a]),
  extractLane: (a: V128, lane: number): F64 => instruction("f64", simd(0x21), [a], (out) => out.byte(lane)),
  /** Lanes 0 and 1 of a vector of f32. */
  promoteLowF32x4: one(0x5f),
  /** Integers of lanes 0 and 1. */
  fromLowI32x4: one(0xfe),
  floor: one(0x75),
  nearest: one(0x94),
  abs: one(0xec),
  neg: one(0xed),
  add: two(0xf0),
  sub: two(0xf1),
  mul: two(0xf2),
  div: two(0xf3),
  eq: two(0x47),
  lt: two(0x49),
  gt: two(0x4a),
  pmin: two(0xf6),
  pmax: two(0xf7),
};

/** Four 32-bit integers (or, for the shifts and additions named i64x2, two of 64 bits). */
export const i32x4 = {
  const: (value: number): V128 =>
    patterns((view) => {
      for (let i = 0; i < 4; i++) view.setInt32(4 * i, value, true);
    }),
  /** A literal of four integers. */
  of: (a: number, b: number, c: number, d: number): V128 =>
    patterns((view) => {
      [a, b, c, d].forEach((value, i) => {
        view.setInt32(4 * i, value, true);
      });
    }),
  splat: (a: Integer): V128 => instruction("v128", simd(0x11), [asI32(a)]),
  extractLane: (a: V128, lane: number): I32 => instruction("i32", simd(0x1b), [a], (out) => out.byte(lane)),
  eq: two(0x37),
  ne: two(0x38),
  ltS: two(0x39),
  gtS: two(0x3b),
  leS: two(0x3d),
  abs: one(0xa0),
  neg: one(0xa1),
  shl: shift(0xab),
  shrS: shift(0xac),
  shrU: shift(0xad),
  add: two(0xae),
  sub: two(0xb1),
  mul: two(0xb5),
  minS: two(0xb6),
  maxS: two(0xb8),
  /** Truncates towards zero; NaN becomes 0, values out of range saturate. */
  truncSatF32x4: one(0xf8),
  /** The two lanes of `a` truncated, in lanes 0 and 1, the others 0. */
  truncSatF64x2: one(0xfc),
};

/** Two 64-bit integers: just what bit tricks on f64 lanes need. */
export const i64x2 = {
  /** A literal: the same 64 bits, given as high and low 32 bits, in both lanes. */
  const: (high: number, low: number): V128 =>
    patterns((view) => {
      for (let i = 0; i < 2; i++) {
        view.setInt32(8 * i, low, true);
        view.setInt32(8 * i + 4, high, true);
      }
    }),
  shl: shift(0xcb),
  shrU: shift(0xcd),
  add: two(0xce),
  sub: two(0xd1),
};
