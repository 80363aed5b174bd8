/** Scalar floating-point instructions. Kernels compute in vectors; these serve single values and arguments. */
import {
  binary,
  type F32,
  type F64,
  type I32,
  type Integer,
  instruction,
  load,
  type Statement,
  store,
  unary,
} from "./expression.ts";

/** 32-bit floats. */
export const f32 = {
  const: (value: number): F32 => instruction("f32", { code: 0x43 }, [], (out) => out.f32(value)),
  load: (address: Integer, offset = 0): F32 => load("f32", { code: 0x2a }, 2, address, offset),
  store: (address: Integer, value: F32, offset = 0): Statement =>
    store({ code: 0x38 }, 2, address, value, offset),
  add: binary<"f32", "f32">("f32", { code: 0x92 }),
  sub: binary<"f32", "f32">("f32", { code: 0x93 }),
  mul: binary<"f32", "f32">("f32", { code: 0x94 }),
  div: binary<"f32", "f32">("f32", { code: 0x95 }),
  sqrt: unary<"f32", "f32">("f32", { code: 0x91 }),
  lt: binary<"f32", "i32">("i32", { code: 0x5d }),
  gt: binary<"f32", "i32">("i32", { code: 0x5e }),
  fromI32: (a: I32): F32 => instruction("f32", { code: 0xb2 }, [a]),
  fromF64: (a: F64): F32 => instruction("f32", { code: 0xb6 }, [a]),
};

/** 64-bit floats. */
export const f64 = {
  const: (value: number): F64 => instruction("f64", { code: 0x44 }, [], (out) => out.f64(value)),
  add: binary<"f64", "f64">("f64", { code: 0xa0 }),
  sub: binary<"f64", "f64">("f64", { code: 0xa1 }),
  mul: binary<"f64", "f64">("f64", { code: 0xa2 }),
  div: binary<"f64", "f64">("f64", { code: 0xa3 }),
  fromI32: (a: I32): F64 => instruction("f64", { code: 0xb7 }, [a]),
  fromF32: (a: F32): F64 => instruction("f64", { code: 0xbb }, [a]),
};
