/** From a program to a plan. */
import { type Graph, isGraph, optimise, type Program, typeOf, type ValueId } from "@seqloom/graph";
import { Arena, Block } from "./block.ts";
import { lowerGraph } from "./lower-graph.ts";
import { lowerScan } from "./lower-scan.ts";
import { layOut } from "./memory.ts";
import type { Plan, Port, View } from "./plan.ts";
import { fuseProductSums } from "./product-sum.ts";
import { pullProducts } from "./pull-products.ts";
import { reuse } from "./reuse.ts";

/**
 * The plan of a program whose graph went through the passes.
 *
 * @returns a text saying why, for programs that do not fit into 4-byte words
 */
export function makePlan(
  program: Program,
  prepare: (graph: Graph) => Graph = (graph) => pullProducts(fuseProductSums(optimise(graph))),
): Plan | string {
  const wide = hasWide(program.graph);
  if (wide !== undefined) return wide;
  const graph = prepare(program.graph);
  const arena = new Arena();
  const block = new Block(graph, arena, 0);
  const ports = graph.inputs.map((id, i): Port => {
    const view = arena.add(i < program.carried ? "carried" : "input", typeOf(graph, id));
    block.place(id, view);
    return { view, type: typeOf(graph, id) };
  });
  const outputs = placeOutputs(block, arena, ports, program.carried);
  lowerGraph(block, lowerScan);
  writeOutputs(block, outputs);
  const instructions = reuse(block.instructions, arena);
  const layout = layOut(arena.buffers, instructions);
  return {
    ...layout,
    instructions,
    carried: ports.slice(0, program.carried),
    inputs: ports.slice(program.carried),
    outputs: outputs.slice(program.carried).map(({ id, to }) => ({ view: to, type: typeOf(graph, id) })),
  };
}

interface Placed {
  readonly id: ValueId;
  readonly to: View;
}

/** A carried output goes where its input lies; it is written there at the end, or before if that is safe (reuse). */
function placeOutputs(block: Block, arena: Arena, ports: readonly Port[], carried: number): Placed[] {
  const { graph } = block;
  return graph.outputs.map((id, i) => {
    const carriedPlace = i < carried ? ports[i]?.view : undefined;
    const to = carriedPlace ?? arena.add("output", typeOf(graph, id));
    // Only outputs that are made here and go out once are made in their place.
    if (carriedPlace === undefined && block.maker.has(id) && !block.targets.has(id))
      block.targets.set(id, to);
    return { id, to };
  });
}

/** Carried outputs that are another carried input's old value are saved before anything is overwritten. */
function writeOutputs(block: Block, outputs: readonly Placed[]): void {
  const places = new Set(outputs.map(({ to }) => to.buffer));
  const saved = outputs.map(({ id, to }) => {
    const from = block.at(id);
    if (from.buffer === to.buffer || !places.has(from.buffer) || block.targets.has(id)) return { from, to };
    const copy = block.scratch({ dtype: from.type, shape: from.shape });
    block.copy(from, copy);
    return { from: copy, to };
  });
  for (const { from, to } of saved) block.copy(from, to);
}

function hasWide(graph: Graph): string | undefined {
  const id = graph.types.findIndex((type) => type.dtype === "f64");
  if (id >= 0) return "it computes in f64, and kernels exist for f32";
  for (const { attributes } of graph.equations) {
    for (const value of Object.values(attributes)) {
      const inner = isGraph(value) ? hasWide(value) : undefined;
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}
