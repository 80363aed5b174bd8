/**
 * Numbers too small to matter become 0.
 *
 * WebAssembly has no flush-to-zero. A gradient that decays on its way back through time, or the first moment of a
 * weight that gets no gradient any more, ends among the denormal floats below 1.2e-38 and stays there, where a
 * processor takes several times as long. So what is read again later is cut off in time:
 *
 *   carried from call to call   below 1e-37: just above the denormals
 *   carried from step to step   below 1e-30: so products with them stay normal too
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
  /** Cut off when loops write them. */
  readonly stores: ReadonlySet<BufferId>;
  /** Cut off when loops read them, since products write them. */
  readonly loads: ReadonlySet<BufferId>;
  readonly below: number;
}

export const noFlush: Flush = { stores: new Set(), loads: new Set(), below: 0 };

/** `value` with small lanes 0; NaN stays. */
export function flushed(code: VectorCode, value: V128, { below }: Flush): V128 {
  const kept = code.keep(value);
  return v128.andNot(kept, f32x4.lt(f32x4.abs(kept), code.constant(below)));
}

/** What is carried from call to call. */
export function flushBetweenCalls(plan: Plan): Flush {
  const carried = new Set(plan.carried.map(({ view }) => view.buffer));
  return { stores: carried, loads: new Set(), below: 1e-37 };
}

/** What is carried from step to step: read in the body of the scan before the body writes it. */
export function flushBetweenSteps(scan: ScanLoop): Flush {
  const written = new Set<BufferId>();
  const readFirst = new Set<BufferId>();
  for (const instruction of scan.body) {
    const { reads, writes } = accesses(instruction);
    for (const { buffer } of reads) if (!written.has(buffer)) readFirst.add(buffer);
    for (const { buffer } of writes) written.add(buffer);
  }
  const writtenBy = (kind: "gemm" | "loop") =>
    scan.body.flatMap((instruction) =>
      instruction.kind === kind ? accesses(instruction).writes.map(({ buffer }) => buffer) : [],
    );
  const carried = (buffers: readonly BufferId[]) => new Set(buffers.filter((id) => readFirst.has(id)));
  return { stores: carried(writtenBy("loop")), loads: carried(writtenBy("gemm")), below: 1e-30 };
}
