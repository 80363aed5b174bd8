/** How fast this machine multiplies and adds in WebAssembly at best: what the speed of a product is held against. */
import { features } from "./features.ts";
import { ModuleBuilder } from "./wasm/module-builder.ts";
import { f32x4, v128 } from "./wasm/vector.ts";

/** Enough sums for two multiply-adds a cycle, of a latency of 4 (fused) or 3 and 3; more would not fit 16 registers. */
const sums = 12;
const steps = 4096;

/**
 * GFLOP/s of one thread on numbers in registers; 0 without SIMD.
 *
 * @param fused  fused multiply-adds where the engine has them, as in `wasmCompiler`
 * @param now    reads a clock, in milliseconds
 */
export function peakGflops(fused: boolean, now: () => number): number {
  const able = features();
  if (!able.simd) return 0;
  const module = new ModuleBuilder({ minimumPages: 1 });
  module.function("peak", {}, (f) => {
    const [x, y] = [f.keep(v128.load(0)), f.keep(v128.load(16))];
    const totals = Array.from({ length: sums }, (_, i) => f.keep(v128.load(16 * i)));
    f.repeat(steps, () => {
      for (const total of totals) {
        // Each sum goes on from itself, or the compiler would move the product out of the loop.
        const next =
          fused && able.relaxedMadd ? f32x4.relaxedMadd(total, x, y) : f32x4.add(f32x4.mul(total, x), y);
        f.set(total, next);
      }
    });
    totals.forEach((total, i) => f.do(v128.store(16 * i, total)));
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } });
  const run = exports.peak;
  if (typeof run !== "function") return 0;
  let best = Number.POSITIVE_INFINITY;
  for (const end = now() + 100; now() < end; ) {
    const start = now();
    for (let i = 0; i < 16; i++) run();
    best = Math.min(best, now() - start);
  }
  return (16 * steps * sums * 4 * 2) / best / 1e6;
}
