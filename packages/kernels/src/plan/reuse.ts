/**
 * Copies that need not be: a value that is made in a scratch buffer only to be copied to its place is made there,
 * if nobody reads what the place held before in between. So weights are updated and states carried in place.
 */

import { accesses, mapViews } from "./accesses.ts";
import type { Arena } from "./block.ts";
import type { BufferId, Instruction, Loop, View } from "./plan.ts";
import { isContiguous, sameView } from "./views.ts";

export function reuse(instructions: readonly Instruction[], arena: Arena): Instruction[] {
  let list = [...instructions];
  for (let at = 0; at < list.length; at++) {
    const copy = list[at];
    const move = copy === undefined ? undefined : wholeCopy(copy, arena);
    if (move === undefined) continue;
    const maker = onlyWriter(list, move.from.buffer, at);
    if (maker === undefined || !isFree(list, maker, at, move)) continue;
    list = list.map((instruction) =>
      mapViews(instruction, (view) => (view.buffer === move.from.buffer ? moved(view, move.to) : view)),
    );
    list.splice(at, 1);
    at -= 1;
  }
  return list;
}

interface Move {
  readonly from: View;
  readonly to: View;
}

/** A copy of a whole scratch buffer to a contiguous place. */
function wholeCopy(instruction: Instruction, arena: Arena): Move | undefined {
  if (
    instruction.kind !== "loop" ||
    instruction.operations.length > 0 ||
    instruction.loads.length !== 1 ||
    instruction.stores.length !== 1
  )
    return undefined;
  const [from] = instruction.loads;
  const [store] = instruction.stores;
  if (from === undefined || store === undefined || store.from !== 0) return undefined;
  const buffer = arena.buffers[from.buffer];
  const size = from.shape.reduce((n, m) => n * m, 1);
  const isWhole =
    buffer?.role === "scratch" &&
    buffer.size === size &&
    from.offset === 0 &&
    isContiguous(from) &&
    from.timeStrides.every((s) => s === 0);
  return isWhole &&
    isContiguous(store.view) &&
    from.type === store.view.type &&
    store.view.buffer !== from.buffer
    ? { from, to: store.view }
    : undefined;
}

/** The place of the one instruction that writes the buffer, if it is a simple one before `end`. */
function onlyWriter(list: readonly Instruction[], buffer: BufferId, end: number): number | undefined {
  const writers = list.flatMap((instruction, i) =>
    accesses(instruction).writes.some((view) => view.buffer === buffer) ? [i] : [],
  );
  const [first] = writers;
  const simple = first !== undefined && list[first]?.kind !== "scan" && list[first]?.kind !== "plain";
  return writers.length === 1 && simple && first < end ? first : undefined;
}

/** Whether writing the place earlier, in `maker` instead of in the copy at `end`, is seen by nobody. */
function isFree(list: readonly Instruction[], maker: number, end: number, { from, to }: Move): boolean {
  for (let i = maker; i < end; i++) {
    const instruction = list[i];
    if (instruction === undefined) return false;
    const { reads, writes } = accesses(instruction);
    const touched = [...reads, ...writes].filter((view) => view.buffer === to.buffer);
    if (touched.length === 0) continue;
    if (i > maker || instruction.kind !== "loop" || !readsInStep(instruction, from, to, touched))
      return false;
  }
  return true;
}

/** A loop may overwrite what the same entry has read. */
function readsInStep(loop: Loop, from: View, to: View, touched: readonly View[]): boolean {
  const stores = loop.stores.filter((store) => store.view.buffer === from.buffer);
  const [store] = stores;
  if (store === undefined || stores.length !== 1) return false;
  const place = moved(store.view, to);
  return touched.every((view) => sameView(view, place));
}

/** A view of the scratch buffer, laid over the place instead. */
function moved(view: View, to: View): View {
  return { ...view, buffer: to.buffer, offset: to.offset + view.offset, timeStrides: to.timeStrides };
}
