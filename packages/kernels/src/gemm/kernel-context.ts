/** What the kernels of one module share: the module, its constants, the features, and each other. */
import type { ConstantPool } from "../simd/constant-pool.ts";
import type { FunctionReference } from "../wasm/function-builder.ts";
import type { ModuleBuilder } from "../wasm/module-builder.ts";

export interface KernelContext {
  readonly module: ModuleBuilder;
  readonly pool: ConstantPool;
  /** Whether products are fused by `relaxed_madd`. */
  readonly relaxedMadd: boolean;
  /** The function of that name; `define` is called for the first who asks. So only what is used is in the module. */
  readonly once: (name: string, define: () => FunctionReference) => FunctionReference;
}

export function kernelContext(
  module: ModuleBuilder,
  pool: ConstantPool,
  relaxedMadd: boolean,
): KernelContext {
  const known = new Map<string, FunctionReference>();
  return {
    module,
    pool,
    relaxedMadd,
    once(name, define) {
      const reference = known.get(name) ?? define();
      known.set(name, reference);
      return reference;
    },
  };
}
