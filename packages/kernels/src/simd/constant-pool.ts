/**
 * Constants that vector code keeps in locals, read from memory when a function starts.
 *
 * Why not `v128.const`: V8 13 rebuilds such a literal wherever it is used, inside loops too, from a 64-bit
 * move and a shuffle. An LSTM cell update took twice as long in Node 24 as in Node 20 until its constants
 * came from memory. A value loaded from memory is kept, in a register or on the stack.
 */
import { SeqError } from "@seqloom/diagnostic";
import type { Local } from "../wasm/expression.ts";
import type { FunctionBuilder } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";
import { v128 } from "../wasm/vector.ts";

const bitsOf = new DataView(new ArrayBuffer(4));

/** The 32 bits of a single-precision number. */
const float32Bits = (value: number): number => {
  bitsOf.setFloat32(0, value, true);
  return bitsOf.getInt32(0, true);
};

/** A range of memory with one 32-bit pattern per constant, filled when the module is instantiated. */
export class ConstantPool {
  private readonly address: number;
  private readonly capacity: number;
  private readonly words: number[] = [];
  private readonly slots = new Map<number, number>();
  private readonly loaded = new WeakMap<FunctionBuilder, Map<number, Local<"v128">>>();

  /**
   * @param module      the module whose functions use the pool
   * @param address     where it lies, in bytes
   * @param sizeBytes   room set aside, 4 bytes a constant
   */
  constructor(module: ModuleBuilder, address: number, sizeBytes: number) {
    this.address = address;
    this.capacity = sizeBytes >> 2;
    module.beforeEncode(() => {
      if (this.words.length > 0)
        module.initialData(address, new Uint8Array(Int32Array.from(this.words).buffer));
    });
  }

  /** A local of `f` that holds the float `value` in all lanes. */
  float(f: FunctionBuilder, value: number): Local<"v128"> {
    return this.bits(f, float32Bits(value));
  }

  /** A local of `f` that holds the 32-bit pattern `word` in all lanes. */
  bits(f: FunctionBuilder, word: number): Local<"v128"> {
    const known = this.loaded.get(f) ?? new Map<number, Local<"v128">>();
    this.loaded.set(f, known);
    const before = known.get(word);
    if (before !== undefined) return before;
    const constant = f.local("v128");
    f.atEntry(() => f.set(constant, v128.load32Splat(this.address + 4 * this.slot(word))));
    known.set(word, constant);
    return constant;
  }

  private slot(word: number): number {
    const known = this.slots.get(word);
    if (known !== undefined) return known;
    if (this.words.length === this.capacity) {
      throw new SeqError("internal", `internal: the constant pool holds only ${this.capacity} constants`);
    }
    const slot = this.words.push(word) - 1;
    this.slots.set(word, slot);
    return slot;
  }
}
