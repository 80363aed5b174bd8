/** cse: an equation that was already computed from the same values is not computed again. */
import { type Equation, type Graph, isGraph, type ValueId } from "../graph.ts";
import { rewrite } from "../rewrite.ts";
import { mapBodies } from "./bodies.ts";

/** The same function with common subexpressions shared, in bodies of scans too. */
export function shareCommon(graph: Graph): Graph {
  const known = new Map<string, readonly ValueId[]>();
  const singles = new Map<string, ValueId>();
  return rewrite(graph, (equation, to) => {
    const inputs = equation.inputs.map((id) => {
      // Single numbers are written into a graph wherever they occur; equal ones count as one value.
      const constant = graph.constants.get(id);
      if (constant === undefined || constant.size !== 1) return to.at(id);
      const key = `${constant.dtype} ${constant.shape.join()} ${Object.is(constant.data[0], -0) ? "-0" : constant.data[0]}`;
      const fresh = singles.get(key) ?? to.at(id);
      singles.set(key, fresh);
      return fresh;
    });
    const attributes = mapBodies(equation.attributes, shareCommon);
    const key = keyOf(equation, inputs);
    const before = key === undefined ? undefined : known.get(key);
    const outputs = before ?? to.add(equation.primitive, inputs, attributes);
    if (key !== undefined) known.set(key, outputs);
    return outputs;
  });
}

/** Attributes are plain data and print the same where they are the same; bodies are not compared. */
function keyOf({ primitive, attributes }: Equation, inputs: readonly ValueId[]): string | undefined {
  if (Object.values(attributes).some(isGraph)) return undefined;
  return `${primitive.name}(${inputs.join()})${JSON.stringify(attributes)}`;
}
