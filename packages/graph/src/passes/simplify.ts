/** simplify: adding zeros, multiplying by one and the like, which differentiation leaves behind. */
import { addPrimitive, divPrimitive, mulPrimitive, subPrimitive } from "@seqloom/ops";
import { sameShape, type Tensor } from "@seqloom/tensor";
import { type Equation, type Graph, typeOf, type ValueId } from "../graph.ts";
import { rewrite } from "../rewrite.ts";
import { withBodies } from "./bodies.ts";

/**
 * Drops operations with a constant that leave the other operand as it is. x + 0 is x for every x but -0, whose sign
 * is lost in a sum; that difference is accepted here as everywhere.
 */
export function simplify(graph: Graph): Graph {
  return rewrite(graph, (equation, to) => {
    const same = unchanged(equation, graph);
    if (same !== undefined) return [to.at(same)];
    return withBodies(equation, to, simplify);
  });
}

/** The operand that the equation gives back unchanged. */
function unchanged({ primitive, inputs, outputs }: Equation, graph: Graph): ValueId | undefined {
  const [a, b] = inputs;
  const [out] = outputs;
  if (a === undefined || b === undefined || out === undefined) return undefined;
  const isSame = (id: ValueId) =>
    sameShape(typeOf(graph, id).shape, typeOf(graph, out).shape) &&
    typeOf(graph, id).dtype === typeOf(graph, out).dtype;
  const is = (id: ValueId, value: number) => isAll(graph.constants.get(id), value);
  if (primitive === addPrimitive) return is(b, 0) && isSame(a) ? a : is(a, 0) && isSame(b) ? b : undefined;
  if (primitive === mulPrimitive) return is(b, 1) && isSame(a) ? a : is(a, 1) && isSame(b) ? b : undefined;
  if (primitive === subPrimitive) return is(b, 0) && isSame(a) ? a : undefined;
  if (primitive === divPrimitive) return is(b, 1) && isSame(a) ? a : undefined;
  return undefined;
}

function isAll(tensor: Tensor | undefined, value: number): boolean {
  return tensor?.data.every((x) => x === value) ?? false;
}
