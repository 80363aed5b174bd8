/** Entry-by-entry equations of one shape as one loop. */
import { type Equation, typeOf, type ValueId } from "@seqloom/graph";
import { sizeOf } from "@seqloom/tensor";
import { type Block, wordOf } from "./block.ts";
import type { LoopOperation, LoopStore, Register, View, WordType } from "./plan.ts";
import { broadcastView } from "./views.ts";

/**
 * @param group    connected equations of one shape, in order
 * @param isNeeded whether a value is used by anything but equations of the group
 */
export function lowerLoop(
  block: Block,
  group: readonly Equation[],
  isNeeded: (id: ValueId) => boolean,
): void {
  const [first] = group.flatMap((equation) => equation.outputs);
  if (first === undefined) return;
  const { graph } = block;
  const { shape } = typeOf(graph, first);
  const inside = new Set(group.flatMap((equation) => equation.outputs));

  const loads: View[] = [];
  const numbers: { value: number; type: WordType }[] = [];
  const loaded = new Map<ValueId, number>();
  const written = new Map<string, number>();
  for (const id of group.flatMap((equation) => equation.inputs)) {
    if (inside.has(id) || loaded.has(id)) continue;
    const constant = graph.constants.get(id);
    const value = constant?.size === 1 ? constant.data[0] : undefined;
    if (value === undefined) {
      loaded.set(id, loads.push(broadcastView(block.at(id), shape)) - 1);
      continue;
    }
    const type = wordOf(typeOf(graph, id).dtype);
    const key = `${type} ${Object.is(value, -0) ? "-0" : value}`;
    const at = written.get(key) ?? numbers.push({ value, type }) - 1;
    written.set(key, at);
    loaded.set(id, -1 - at); // numbers come after loads, whose count is not known yet
  }
  const registers = new Map<ValueId, Register>();
  for (const [id, at] of loaded) registers.set(id, at >= 0 ? at : loads.length - 1 - at);

  const operations: LoopOperation[] = [];
  const stores: LoopStore[] = [];
  for (const { primitive, inputs, outputs } of group) {
    for (const id of outputs) {
      const operands = inputs.map((input) => registers.get(input) ?? 0);
      const at =
        loads.length +
        numbers.length +
        operations.push({ name: primitive.name, operands, type: wordOf(typeOf(graph, id).dtype) }) -
        1;
      registers.set(id, at);
      if (isNeeded(id)) stores.push({ view: block.destination(id), from: at });
    }
  }
  if (sizeOf(shape) > 0 && stores.length > 0)
    block.instructions.push({ kind: "loop", shape, loads, numbers, operations, stores });
}
