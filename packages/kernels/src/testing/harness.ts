/**
 * Runs generated code in tests: one memory, views on it, exports as plain functions.
 *
 * Relaxed SIMD is switched on where the engine has it behind a flag, so that both forms are tested.
 */
import { setFlagsFromString } from "node:v8";
import { features } from "../features.ts";
import { ConstantPool } from "../simd/constant-pool.ts";
import { ModuleBuilder } from "../wasm/module-builder.ts";

if (!features().relaxedMadd) setFlagsFromString("--experimental-wasm-relaxed-simd");

/** The settings of multiply-add that this engine can run. */
export const maddForms: readonly boolean[] = features().relaxedMadd ? [false, true] : [false];

const poolAddress = 64;
const poolBytes = 4032;

/** Where a test may lay its first buffer. */
export const firstFree = poolAddress + poolBytes;

const pages = 256;

const isCallable = (value: unknown): value is (...args: number[]) => number => typeof value === "function";

/** A running module. */
export interface Machine {
  readonly floats: Float32Array;
  readonly ints: Int32Array;
  run(name: string, ...args: number[]): number;
}

/** Encodes what `build` defines and instantiates it on 16 MiB of memory. */
export function machine(build: (module: ModuleBuilder, pool: ConstantPool) => void): Machine {
  const module = new ModuleBuilder({ minimumPages: pages });
  build(module, new ConstantPool(module, poolAddress, poolBytes));
  const memory = new WebAssembly.Memory({ initial: pages });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } });
  return {
    floats: new Float32Array(memory.buffer),
    ints: new Int32Array(memory.buffer),
    run(name, ...args) {
      const target = instance.exports[name];
      if (!isCallable(target)) throw new Error(`the module has no function ${name}`);
      return target(...args);
    },
  };
}

/** A repeatable stream of numbers in -1 .. 1 (a linear congruential generator; tests need no better). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
