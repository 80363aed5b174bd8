/**
 * Typed WebAssembly expressions.
 *
 * An expression knows its type and how to write itself; operands come first, as on the wasm stack.
 * Writing one twice computes it twice: keep a value that is used again in a local (`FunctionBuilder.keep`).
 */
import type { ByteWriter } from "./byte-writer.ts";

/** The number types used here; there is no `i64` and no reference type. */
export type ValueType = "i32" | "f32" | "f64" | "v128";

/** An expression that leaves one value of type `T` on the stack, or none if `T` is "void". */
export interface Expression<T extends ValueType | "void" = ValueType | "void"> {
  readonly type: T;
  /** The value, where it is an `i32` constant: lets addresses and counts be folded. */
  readonly constant?: number;
  write(out: ByteWriter): void;
}

/** A local variable or parameter; as an expression it reads itself. */
export interface Local<T extends ValueType = ValueType> extends Expression<T> {
  readonly index: number;
}

/** Something to do: a store, a call without result. */
export type Statement = Expression<"void">;

export type I32 = Expression<"i32">;
export type F32 = Expression<"f32">;
export type F64 = Expression<"f64">;
export type V128 = Expression<"v128">;

/** An integer known now, or one the module computes. */
export type Integer = number | I32;

/** The byte that stands for each value type. */
export const valueTypeCode: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** Opcode with the prefix it needs: plain, 0xfd (SIMD) or 0xfe (atomics). */
export interface Opcode {
  readonly prefix?: 0xfd | 0xfe;
  readonly code: number;
}

const writeOpcode = (out: ByteWriter, opcode: Opcode): void => {
  if (opcode.prefix === undefined) out.byte(opcode.code);
  else {
    out.byte(opcode.prefix);
    out.u32(opcode.code);
  }
};

/** An instruction: operands, opcode, immediate bytes. */
export function instruction<T extends ValueType | "void">(
  type: T,
  opcode: Opcode,
  operands: readonly Expression[],
  immediates?: (out: ByteWriter) => void,
): Expression<T> {
  return {
    type,
    write(out) {
      for (const operand of operands) operand.write(out);
      writeOpcode(out, opcode);
      immediates?.(out);
    },
  };
}

/** `(a) -> result` with the given opcode. */
export const unary =
  <A extends ValueType, R extends ValueType>(result: R, opcode: Opcode) =>
  (a: Expression<A>): Expression<R> =>
    instruction(result, opcode, [a]);

/** `(a, b) -> result` with the given opcode. */
export const binary =
  <A extends ValueType, R extends ValueType>(result: R, opcode: Opcode) =>
  (a: Expression<A>, b: Expression<A>): Expression<R> =>
    instruction(result, opcode, [a, b]);

/** Alignment hint (as a power of two) and offset of a memory access. */
const memoryImmediates = (alignment: number, offset: number, lane?: number) => (out: ByteWriter) => {
  out.u32(alignment);
  out.u32(offset);
  if (lane !== undefined) out.byte(lane);
};

/**
 * A load from `address + offset` bytes. A constant address is folded into the offset, so that a plan's
 * fixed addresses cost no register.
 */
export function load<T extends ValueType>(
  type: T,
  opcode: Opcode,
  alignment: number,
  address: Integer,
  offset: number,
): Expression<T> {
  const place = fold(address, offset);
  return instruction(type, opcode, [place.address], memoryImmediates(alignment, place.offset));
}

/** A store of `value` to `address + offset` bytes; see `load`. */
export function store(
  opcode: Opcode,
  alignment: number,
  address: Integer,
  value: Expression,
  offset: number,
): Statement {
  const place = fold(address, offset);
  return instruction("void", opcode, [place.address, value], memoryImmediates(alignment, place.offset));
}

/** A load or store of one lane of `vector`; see `load`. */
export function laneAccess<T extends "v128" | "void">(
  type: T,
  opcode: Opcode,
  alignment: number,
  address: Integer,
  vector: V128,
  lane: number,
  offset: number,
): Expression<T> {
  const place = fold(address, offset);
  return instruction(type, opcode, [place.address, vector], memoryImmediates(alignment, place.offset, lane));
}

function fold(address: Integer, offset: number): { address: I32; offset: number } {
  const known = typeof address === "number" ? address : address.constant;
  if (known !== undefined && known + offset >= 0) return { address: i32Constant(0), offset: known + offset };
  const base = asI32(address);
  // Offsets are unsigned in the format: a negative one has to be added.
  if (offset < 0)
    return { address: instruction("i32", { code: 0x6a }, [base, i32Constant(offset)]), offset: 0 };
  return { address: base, offset };
}

/** The constant `value` as an `i32`. */
export function i32Constant(value: number): I32 {
  return {
    type: "i32",
    constant: value | 0,
    write(out) {
      out.byte(0x41);
      out.s32(value);
    },
  };
}

/** An `Integer` as an expression. */
export const asI32 = (value: Integer): I32 => (typeof value === "number" ? i32Constant(value) : value);
