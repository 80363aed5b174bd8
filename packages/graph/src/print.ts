/** A graph as text: one line per equation, bodies of scans indented. */
import type { Attributes } from "@seqloom/ops";
import { formatType, Tensor } from "@seqloom/tensor";
import { type Graph, isGraph, typeOf, type ValueId } from "./graph.ts";

/** The graph as people read it: `%3: f32[2, 4] = matmul(x, w) { transposeB }`. */
export function print(graph: Graph, indent = ""): string {
  const show = (id: ValueId): string => {
    const constant = graph.constants.get(id);
    if (constant?.size === 1) return String(constant.data[0]);
    return graph.names.get(id) ?? `%${id}`;
  };
  const typed = (id: ValueId) => `${show(id)}: ${formatType(typeOf(graph, id))}`;
  const lines = [`${indent}graph(${graph.inputs.map(typed).join(", ")})`];
  for (const { primitive, attributes, inputs, outputs } of graph.equations) {
    const call = `${primitive.name}(${inputs.map(show).join(", ")})${printAttributes(attributes)}`;
    lines.push(`${indent}  ${outputs.map(typed).join(", ")} = ${call}`);
    for (const value of Object.values(attributes))
      if (isGraph(value)) lines.push(print(value, `${indent}    `));
  }
  lines.push(`${indent}  return ${graph.outputs.map(show).join(", ")}`);
  return lines.join("\n");
}

function printAttributes(attributes: Attributes): string {
  const parts = Object.entries(attributes).flatMap(([key, value]) => {
    if (value === false || value === undefined || isGraph(value)) return [];
    if (value === true) return [key];
    return [`${key} = ${value instanceof Tensor ? formatType(value) : JSON.stringify(value)}`];
  });
  return parts.length === 0 ? "" : ` { ${parts.join(", ")} }`;
}
