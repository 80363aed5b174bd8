/**
 * What this engine's WebAssembly can do, found by asking it to validate tiny modules.
 *
 * Node 20 has relaxed SIMD behind a flag; Node 22 and browsers of 2024 have it on.
 */
import { atomic } from "./wasm/atomic.ts";
import type { FunctionBuilder } from "./wasm/function-builder.ts";
import { type MemoryImport, ModuleBuilder } from "./wasm/module-builder.ts";
import { f32x4, v128 } from "./wasm/vector.ts";

/** The features that decide which code is generated. */
export interface Features {
  /** 128-bit SIMD. Without it nothing is compiled; the plain device runs instead. */
  readonly simd: boolean;
  /** `relaxed_madd`: one fused multiply-add where the machine has it. Last bits may differ between machines. */
  readonly relaxedMadd: boolean;
  /** Shared memory and atomics. In a browser only when the page is cross-origin isolated. */
  readonly threads: boolean;
}

/**
 * The features of the engine this runs on. Cheap (three validations of 60 bytes), but not cached: keep it.
 *
 * @example features() // -> { simd: true, relaxedMadd: false, threads: true } on Node 20
 */
export function features(): Features {
  const plain = { minimumPages: 1 };
  return {
    simd: validates(plain, (f) => f.drop(f32x4.const(0))),
    relaxedMadd: validates(plain, (f) => {
      const x = f.keep(v128.load(0));
      f.drop(f32x4.relaxedMadd(x, x, x));
    }),
    threads:
      typeof SharedArrayBuffer !== "undefined" &&
      validates({ minimumPages: 1, maximumPages: 1, shared: true }, (f) => f.drop(atomic.load(0))),
  };
}

function validates(memory: MemoryImport, build: (f: FunctionBuilder) => void): boolean {
  if (typeof WebAssembly === "undefined") return false;
  const module = new ModuleBuilder(memory);
  module.function("probe", {}, build);
  return WebAssembly.validate(module.encode());
}
