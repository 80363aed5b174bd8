/**
 * Numbers too small to matter become 0.
 *
 * WebAssembly has no flush-to-zero. A gradient that decays on its way back through time, or the first moment of a
 * weight that gets no gradient any more, ends among the denormal floats below 1.2e-38 and stays there, where a
 * processor takes several times as long. So what is read again later is cut off in time:
 *
 *   carried from call to call   below 1e-37: just above the denormals
 *   carried from step to step   below 1e-30: products with weights stay normal too
 *
 * A result moves by at most that much; the price is two instructions a store.
 */
import { accesses } from "../plan/accesses.ts";
import type { BufferId, Plan, ScanLoop } from "../plan/plan.ts";
import type { VectorCode } from "../simd/vector-code.ts";
import type { V128 } from "../wasm/expression.ts";
import { f32x4, v128 } from "../wasm/vector.ts";

/** Which buffers are kept free of small numbers, and what is small. */
export interface Flush {
  readonly buffers: ReadonlySet<BufferId>;
  readonly below: number;
}

export const noFlush: Flush = { buffers: new Set(), below: 0 };

/** `value` with small lanes 0; NaN stays. */
export function flushed(code: VectorCode, value: V128, { below }: Flush): V128 {
  const kept = code.keep(value);
  return v128.andNot(kept, f32x4.lt(f32x4.abs(kept), code.constant(below)));
}

/** What is carried from call to call. */
export function flushBetweenCalls(plan: Plan): Flush {
  return { buffers: new Set(plan.carried.map(({ view }) => view.buffer)), below: 1e-37 };
}

/** What a step of the scan leaves to products and to the next step. */
export function flushBetweenSteps(scan: ScanLoop): Flush {
  const reads = scan.body.flatMap((instruction) => accesses(instruction).reads);
  return { buffers: new Set(reads.map((view) => view.buffer)), below: 1e-30 };
}
