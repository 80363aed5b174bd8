/**
 * Atomic instructions on 32-bit words of a shared memory; addresses must be multiples of 4.
 *
 * @see https://github.com/WebAssembly/threads/blob/main/proposals/threads/Overview.md
 */
import {
  asI32,
  type I32,
  type Integer,
  instruction,
  load,
  type Opcode,
  type Statement,
  store,
} from "./expression.ts";

const atomicCode = (code: number): Opcode => ({ prefix: 0xfe, code });

const immediates = (offset: number) => (out: { u32(value: number): void }) => {
  out.u32(2);
  out.u32(offset);
};

/** Sequentially consistent access to 32-bit words. */
export const atomic = {
  load: (address: Integer, offset = 0): I32 => load("i32", atomicCode(0x10), 2, address, offset),
  store: (address: Integer, value: Integer, offset = 0): Statement =>
    store(atomicCode(0x17), 2, address, asI32(value), offset),
  /** Adds and gives the value before. */
  add: (address: Integer, value: Integer, offset = 0): I32 =>
    instruction("i32", atomicCode(0x1e), [asI32(address), asI32(value)], immediates(offset)),
  /** Writes `next` if the word is `expected`; gives the value before. */
  compareExchange: (address: Integer, expected: Integer, next: Integer, offset = 0): I32 =>
    instruction("i32", atomicCode(0x48), [asI32(address), asI32(expected), asI32(next)], immediates(offset)),
  /** Wakes at most `count` waiting threads; gives how many. */
  notify: (address: Integer, count: Integer, offset = 0): I32 =>
    instruction("i32", atomicCode(0x00), [asI32(address), asI32(count)], immediates(offset)),
  /** Sleeps while the word is `expected`, without a time limit. Not allowed on a browser's main thread. */
  wait: (address: Integer, expected: Integer, offset = 0): I32 =>
    instruction(
      "i32",
      atomicCode(0x01),
      [asI32(address), asI32(expected), { type: "void", write: writeForever }],
      immediates(offset),
    ),
};

/** The time limit -1 as an `i64` constant: none. */
function writeForever(out: { byte(value: number): void }): void {
  out.byte(0x42);
  out.byte(0x7f);
}
