/**
 * Where views lie in memory, in bytes: a part known now, and a part that moves with the steps of the scans around.
 *
 * The known part goes into the offset of a load or store and costs nothing. The moving part is computed once per
 * function and shared by all views that move alike.
 */
import type { Plan, View } from "../plan/plan.ts";
import type { I32, Local } from "../wasm/expression.ts";
import type { FunctionBuilder } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";

/** Bytes of a word: everything in the arena is 32 bits wide. */
export const wordBytes = 4;

/** Where the buffers of a plan begin. */
export class Arena {
  private readonly start: number;
  private readonly starts: ReadonlyMap<number, number>;

  /** @param start  address of the arena's first word, in bytes */
  constructor(plan: Plan, start: number) {
    this.start = start;
    this.starts = new Map(plan.buffers.map((buffer) => [buffer.id, buffer.start]));
  }

  /** The part of a view's address that is known now. */
  fixed(view: View): number {
    return this.start + wordBytes * ((this.starts.get(view.buffer) ?? 0) + view.offset);
  }
}

/** Addresses within one function, which is told the steps of the scans around it. */
export class Addresses {
  readonly f: FunctionBuilder;
  private readonly arena: Arena;
  private readonly times: readonly Local<"i32">[];
  private readonly moving = new Map<string, I32>();

  /** Declares one parameter per scan around, outermost first. */
  constructor(f: FunctionBuilder, arena: Arena, depth: number) {
    this.f = f;
    this.arena = arena;
    this.times = Array.from({ length: depth }, (_, i) => f.param("i32", `t${i}`));
  }

  fixed(view: View): number {
    return this.arena.fixed(view);
  }

  /** What has to be added to the fixed part, in bytes; the constant 0 where nothing moves. */
  moved(view: View): I32 {
    const key = motion(view);
    const known = this.moving.get(key);
    if (known !== undefined) return known;
    const offset = this.times.reduce<I32>((sum, time, depth) => {
      const stride = view.timeStrides[depth] ?? 0;
      return stride === 0 ? sum : i32.add(sum, i32.mul(time, wordBytes * stride));
    }, i32.const(0));
    const kept = offset.constant === undefined ? this.f.keep(offset) : offset;
    this.moving.set(key, kept);
    return kept;
  }

  /** The whole address. */
  at(view: View): I32 {
    return i32.add(this.moved(view), this.fixed(view));
  }
}

/** How a view moves with time, as text: equal for views that move alike. */
export function motion({ timeStrides }: View): string {
  const last = timeStrides.findLastIndex((stride) => stride !== 0);
  return timeStrides.slice(0, last + 1).join();
}
