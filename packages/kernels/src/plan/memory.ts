/**
 * The arena: buffers side by side, those that are never needed at the same time in the same place.
 *
 * A scratch buffer lives from the first instruction that touches it to the last; whatever happens inside a scan
 * counts as happening at the scan. Everything else lives from call to call.
 */
import { accesses } from "./accesses.ts";
import type { Buffer, BufferId, Instruction } from "./plan.ts";

/** Words: 64 bytes, a cache line. */
const line = 16;

export interface Layout {
  readonly buffers: readonly Buffer[];
  /** In words. */
  readonly size: number;
}

export function layOut(buffers: readonly Buffer[], instructions: readonly Instruction[]): Layout {
  const lives = new Map<BufferId, { first: number; last: number }>();
  instructions.forEach((instruction, i) => {
    const { reads, writes } = accesses(instruction);
    for (const { buffer } of [...reads, ...writes]) {
      const life = lives.get(buffer) ?? { first: i, last: i };
      life.last = i;
      lives.set(buffer, life);
    }
  });
  const starts = new Map<BufferId, number>();
  let size = 0;
  for (const buffer of buffers) {
    if (buffer.role === "scratch") continue;
    starts.set(buffer.id, size);
    size += aligned(buffer.size);
  }
  const base = size;
  const placed: { first: number; last: number; start: number; end: number }[] = [];
  // Largest first: small ones fit into the holes that large ones leave.
  const scratch = buffers
    .filter((buffer) => buffer.role === "scratch" && lives.has(buffer.id))
    .sort((a, b) => b.size - a.size || a.id - b.id);
  for (const buffer of scratch) {
    const life = lives.get(buffer.id);
    if (life === undefined) continue;
    const room = aligned(buffer.size);
    const neighbours = placed
      .filter((other) => other.first <= life.last && life.first <= other.last)
      .sort((a, b) => a.start - b.start);
    let start = base;
    for (const other of neighbours) {
      if (other.start - start >= room) break;
      start = Math.max(start, other.end);
    }
    placed.push({ ...life, start, end: start + room });
    starts.set(buffer.id, start);
    size = Math.max(size, start + room);
  }
  return { buffers: buffers.map((buffer) => ({ ...buffer, start: starts.get(buffer.id) ?? 0 })), size };
}

function aligned(words: number): number {
  return Math.ceil(Math.max(1, words) / line) * line;
}
