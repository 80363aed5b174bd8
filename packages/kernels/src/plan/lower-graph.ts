/** A graph as instructions: schedules its equations, and lowers loops, scans and the rest in that order. */
import { type Equation, scanPrimitive, type ValueId } from "@seqloom/graph";
import type { Block } from "./block.ts";
import { classOf } from "./classify.ts";
import { schedule } from "./levels.ts";
import { lowerEquation } from "./lower-equation.ts";
import { lowerLoop } from "./lower-loop.ts";
import { spreadTargets } from "./targets.ts";

/**
 * Lowers every equation; inputs must have their places. Outputs with a target are at it afterwards, moved if need be.
 *
 * @param lowerScan  handed in, since the body of a scan is a graph again
 */
export function lowerGraph(block: Block, lowerScan: (block: Block, equation: Equation) => void): void {
  const { graph } = block;
  const wanted = new Map([...block.targets]);
  spreadTargets(block);
  const users = new Map<ValueId, Equation[]>();
  for (const equation of graph.equations)
    for (const id of equation.inputs) users.set(id, [...(users.get(id) ?? []), equation]);
  const isOutput = new Set(graph.outputs);
  for (const { others, loops } of schedule(graph, classOf).levels) {
    for (const equation of others) {
      if (classOf(equation) === "view") continue; // followed when somebody reads it
      if (equation.primitive === scanPrimitive) lowerScan(block, equation);
      else lowerEquation(block, equation);
    }
    for (const group of loops) {
      const members = new Set(group);
      lowerLoop(
        block,
        group,
        (id) => isOutput.has(id) || (users.get(id) ?? []).some((user) => !members.has(user)),
      );
    }
  }
  for (const id of graph.outputs) {
    const target = wanted.get(id);
    if (target !== undefined) block.copy(block.at(id), target);
    else if (!block.isPlaced(id)) block.place(id, block.at(id));
  }
}
