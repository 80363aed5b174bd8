/** Checks that a graph is sound; run after every pass. */
import { internalFault } from "@seqloom/diagnostic";
import { formatType, sameShape } from "@seqloom/tensor";
import { type Graph, isGraph, typeOf, type ValueId } from "./graph.ts";

/**
 * Every value is made once and before its use, and has the type that its primitive gives it.
 *
 * @param after  what was done last, for the message
 * @throws SeqError "internal" naming the equation
 */
export function verify(graph: Graph, after = "trace"): Graph {
  const fail = (text: string): never => {
    throw internalFault(`after ${after}: ${text}`);
  };
  const made = new Set<ValueId>([...graph.inputs, ...graph.constants.keys()]);
  if (new Set(graph.inputs).size !== graph.inputs.length) fail("an input is listed twice");
  graph.equations.forEach(({ primitive, attributes, inputs, outputs }, i) => {
    const where = `equation ${i} (${primitive.name})`;
    for (const id of inputs) if (!made.has(id)) fail(`${where} uses %${id} before it is made`);
    const types = primitive.type(
      inputs.map((id) => typeOf(graph, id)),
      attributes,
    );
    if (types.length !== outputs.length)
      fail(`${where} has ${outputs.length} outputs, its primitive gives ${types.length}`);
    outputs.forEach((id, k) => {
      const want = types[k];
      const got = typeOf(graph, id);
      if (made.has(id)) fail(`${where} makes %${id} a second time`);
      if (want === undefined || want.dtype !== got.dtype || !sameShape(want.shape, got.shape))
        fail(
          `${where}: %${id} is ${formatType(got)}, the primitive gives ${want ? formatType(want) : "nothing"}`,
        );
      made.add(id);
    });
    for (const value of Object.values(attributes))
      if (isGraph(value)) verify(value, `${after}, body of ${where}`);
  });
  for (const id of graph.outputs) if (!made.has(id)) fail(`output %${id} is never made`);
  return graph;
}
