/** The frame of most passes: walk the equations, put each into a new graph, perhaps in another form. */
import { internalFault } from "@seqloom/diagnostic";
import type { Attributes, Primitive } from "@seqloom/ops";
import { GraphBuilder } from "./builder.ts";
import { type Equation, type Graph, typeOf, type ValueId } from "./graph.ts";

export interface Rewriter {
  /** The new number of an old value. */
  at(id: ValueId): ValueId;
  add(primitive: Primitive, inputs: readonly ValueId[], attributes: Attributes): readonly ValueId[];
  /** `add` for primitives with one output. */
  addOne(primitive: Primitive, inputs: readonly ValueId[], attributes: Attributes): ValueId;
  readonly builder: GraphBuilder;
}

/**
 * A new graph with the same inputs and outputs.
 *
 * @param each  gives the new numbers of an equation's outputs, or undefined to copy the equation unchanged
 */
export function rewrite(
  graph: Graph,
  each: (equation: Equation, to: Rewriter, index: number) => readonly ValueId[] | undefined,
): Graph {
  const builder = new GraphBuilder();
  const map = new Map<ValueId, ValueId>();
  const at = (id: ValueId): ValueId => {
    const known = map.get(id);
    if (known !== undefined) return known;
    const constant = graph.constants.get(id);
    if (constant === undefined) throw internalFault(`value ${id} was not carried over`);
    const fresh = builder.constant(constant);
    map.set(id, fresh);
    return fresh;
  };
  for (const id of graph.inputs) map.set(id, builder.input(typeOf(graph, id), graph.names.get(id)));
  const to: Rewriter = {
    at,
    builder,
    add: (primitive, inputs, attributes) => builder.equation(primitive, inputs, attributes),
    addOne(primitive, inputs, attributes) {
      const [output] = builder.equation(primitive, inputs, attributes);
      if (output === undefined) throw internalFault(`${primitive.name} gave no output`);
      return output;
    },
  };
  graph.equations.forEach((equation, index) => {
    const outputs =
      each(equation, to, index) ?? to.add(equation.primitive, equation.inputs.map(at), equation.attributes);
    equation.outputs.forEach((id, k) => {
      const fresh = outputs[k];
      if (fresh === undefined) return;
      map.set(id, fresh);
      const name = graph.names.get(id);
      if (name !== undefined && !builder.names.has(fresh)) builder.names.set(fresh, name);
    });
  });
  return builder.finish(graph.outputs.map(at));
}
