/**
 * When each equation runs. Entry-by-entry equations of one level and shape become one loop, so a level is as long as
 * nothing has to be finished first: a matrix product or a reduction opens the next one.
 *
 *   level 0: products and moves of inputs, then loops over them; level 1: products of those loops' results, ...
 */
import { type Equation, type Graph, typeOf, type ValueId } from "@seqloom/graph";

export type EquationClass = "view" | "pointwise" | "other";

export interface Schedule {
  /** Equations by level: first those that are no loops, then loops. */
  readonly levels: readonly Level[];
}

export interface Level {
  readonly others: readonly Equation[];
  /** Each group becomes one loop: connected equations of one shape, in order. */
  readonly loops: readonly (readonly Equation[])[];
}

interface Made {
  readonly level: number;
  /** Shape of the loop that makes the value; undefined where it is there before the loops of its level. */
  readonly loop: string | undefined;
}

export function schedule(graph: Graph, classOf: (equation: Equation) => EquationClass): Schedule {
  const levels = sink(graph, earliest(graph, classOf), classOf);
  const others: Equation[][] = [];
  const loops: Map<string, Equation[]>[] = [];
  for (const equation of graph.equations) {
    const level = levels.get(equation) ?? 0;
    if (classOf(equation) !== "pointwise") append(others, level, equation);
    else {
      const shape = shapeKey(graph, equation);
      loops[level] ??= new Map();
      loops[level].set(shape, [...(loops[level].get(shape) ?? []), equation]);
    }
  }
  const count = Math.max(others.length, loops.length);
  return {
    levels: Array.from({ length: count }, (_, i) => ({
      others: others[i] ?? [],
      loops: [...(loops[i]?.values() ?? [])].flatMap((group) => connected(group, graph)),
    })),
  };
}

/** The first level at which each equation's inputs are there. */
function earliest(
  graph: Graph,
  classOf: (equation: Equation) => EquationClass,
): ReadonlyMap<Equation, number> {
  const made = new Map<ValueId, Made>();
  const levels = new Map<Equation, number>();
  for (const equation of graph.equations) {
    const kind = classOf(equation);
    const inputs = equation.inputs.map((id): Made => made.get(id) ?? { level: 0, loop: undefined });
    const shape = kind === "pointwise" ? shapeKey(graph, equation) : undefined;
    const level = Math.max(
      0,
      // A loop's results are there for equations of its own loop, and for everything from the next level on.
      ...inputs.map((input) =>
        input.loop === undefined || input.loop === shape
          ? input.level
          : input.level + (kind === "view" ? 0 : 1),
      ),
    );
    levels.set(equation, level);
    // A view of a loop's result is there when that loop has run.
    const [from] = inputs;
    const loop = kind !== "view" ? shape : from?.loop === undefined ? undefined : `view of ${from.loop}`;
    for (const id of equation.outputs) made.set(id, { level, loop });
  }
  return levels;
}

/**
 * Entry-by-entry work that only loops of its own shape use moves to the first of them, so that what an optimiser does
 * with its old state happens in the loop that makes the new one, not in passes of its own.
 */
function sink(
  graph: Graph,
  levels: ReadonlyMap<Equation, number>,
  classOf: (equation: Equation) => EquationClass,
): ReadonlyMap<Equation, number> {
  const sunk = new Map(levels);
  const users = new Map<ValueId, Equation[]>();
  for (const equation of graph.equations) {
    for (const id of equation.inputs) users.set(id, [...(users.get(id) ?? []), equation]);
  }
  const outputs = new Set(graph.outputs);
  for (const equation of [...graph.equations].reverse()) {
    const using = equation.outputs.flatMap((id) => users.get(id) ?? []);
    if (classOf(equation) !== "pointwise" || using.length === 0) continue;
    if (equation.outputs.some((id) => outputs.has(id))) continue;
    const shape = shapeKey(graph, equation);
    if (using.some((user) => classOf(user) !== "pointwise" || shapeKey(graph, user) !== shape)) continue;
    sunk.set(equation, Math.min(...using.map((user) => sunk.get(user) ?? 0)));
  }
  return sunk;
}

function append(levels: Equation[][], level: number, equation: Equation): void {
  levels[level] = [...(levels[level] ?? []), equation];
}

function shapeKey(graph: Graph, equation: Equation): string {
  const [out] = equation.outputs;
  return out === undefined ? "" : typeOf(graph, out).shape.join();
}

/** Equations that share no value need not share a loop, and would only fill up its registers. */
function connected(group: readonly Equation[], graph: Graph): Equation[][] {
  const parent = new Map<Equation, Equation>();
  const root = (equation: Equation): Equation => {
    const up = parent.get(equation);
    if (up === undefined || up === equation) return equation;
    const top = root(up);
    parent.set(equation, top);
    return top;
  };
  const user = new Map<ValueId, Equation>();
  for (const equation of group) {
    parent.set(equation, equation);
    for (const id of [...equation.inputs, ...equation.outputs]) {
      if ((graph.constants.get(id)?.size ?? 0) === 1 || typeOf(graph, id).shape.length === 0) continue;
      const other = user.get(id);
      if (other !== undefined) parent.set(root(equation), root(other));
      user.set(id, equation);
    }
  }
  const groups = new Map<Equation, Equation[]>();
  for (const equation of group) {
    const top = root(equation);
    groups.set(top, [...(groups.get(top) ?? []), equation]);
  }
  return [...groups.values()];
}
