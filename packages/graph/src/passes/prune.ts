/** prune: drops equations whose results nobody uses, in bodies of scans too. */
import { internalFault } from "@seqloom/diagnostic";
import { GraphBuilder } from "../builder.ts";
import { type Equation, type Graph, typeOf, type ValueId } from "../graph.ts";
import { type ScanAttributes, scanPrimitive } from "../scan.ts";

/** The same function without unused equations. Inputs stay, also unused ones. */
export function prune(graph: Graph): Graph {
  const live = new Set<ValueId>(graph.outputs);
  const kept: Equation[] = [];
  for (const equation of [...graph.equations].reverse()) {
    if (!equation.outputs.some((id) => live.has(id))) continue;
    const slim = equation.primitive === scanPrimitive ? pruneScan(equation, live) : equation;
    for (const id of slim.inputs) live.add(id);
    kept.push(slim);
  }
  return renumber({ ...graph, equations: kept.reverse() });
}

/** Drops outputs, carries, sequences and constants of a scan that do not reach a live output. */
function pruneScan(equation: Equation, live: ReadonlySet<ValueId>): Equation {
  const { body, constants, carries, ...rest } = equation.attributes as ScanAttributes; // checked by the caller
  const wanted = new Set<number>(); // positions of body outputs that matter
  equation.outputs.forEach((id, i) => {
    if (live.has(id)) wanted.add(i);
  });
  for (;;) {
    const needed = inputsNeeded(body, [...wanted]);
    const before = wanted.size;
    for (let i = 0; i < carries; i++) {
      const carry = body.inputs[constants + i];
      if (carry !== undefined && needed.has(carry)) wanted.add(i);
    }
    if (wanted.size === before) break;
  }
  const outputs = body.outputs.flatMap((id, i) => (wanted.has(i) ? [{ id, i }] : []));
  const needed = inputsNeeded(body, [...wanted]);
  const inputs = body.inputs.flatMap((id, i) => {
    const isCarry = i >= constants && i < constants + carries;
    return (isCarry ? wanted.has(i - constants) : needed.has(id)) ? [{ id, i }] : [];
  });
  const slim = prune({ ...body, inputs: inputs.map((x) => x.id), outputs: outputs.map((x) => x.id) });
  return {
    primitive: equation.primitive,
    attributes: {
      ...rest,
      body: slim,
      constants: inputs.filter((x) => x.i < constants).length,
      carries: inputs.filter((x) => x.i >= constants && x.i < constants + carries).length,
    },
    inputs: inputs.flatMap((x) => equation.inputs[x.i] ?? []),
    outputs: outputs.flatMap((x) => equation.outputs[x.i] ?? []),
  };
}

function inputsNeeded(body: Graph, outputs: readonly number[]): Set<ValueId> {
  const live = new Set<ValueId>(outputs.flatMap((i) => body.outputs[i] ?? []));
  for (const equation of [...body.equations].reverse()) {
    if (equation.outputs.some((id) => live.has(id))) for (const id of equation.inputs) live.add(id);
  }
  return live;
}

/** Numbers the values anew without gaps, and drops constants nobody uses. */
function renumber(graph: Graph): Graph {
  const builder = new GraphBuilder();
  const map = new Map<ValueId, ValueId>();
  const name = (old: ValueId, fresh: ValueId): void => {
    map.set(old, fresh);
    const text = graph.names.get(old);
    if (text !== undefined) builder.names.set(fresh, text);
  };
  for (const id of graph.inputs) name(id, builder.input(typeOf(graph, id)));
  const at = (id: ValueId): ValueId => {
    const known = map.get(id);
    if (known !== undefined) return known;
    const constant = graph.constants.get(id);
    if (constant === undefined) throw internalFault(`value ${id} was pruned and is used`);
    name(id, builder.constant(constant));
    return at(id);
  };
  for (const { primitive, attributes, inputs, outputs } of graph.equations) {
    const fresh = builder.equation(primitive, inputs.map(at), attributes);
    outputs.forEach((id, k) => {
      const to = fresh[k];
      if (to !== undefined) name(id, to);
    });
  }
  return builder.finish(graph.outputs.map(at));
}
