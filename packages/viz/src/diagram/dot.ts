/** Diagrams for Graphviz. https://graphviz.org/doc/info/lang.html */
import type { Diagram, DiagramNode } from "./diagram.ts";

const shapes: Readonly<Record<DiagramNode["kind"], string>> = {
  input: "ellipse",
  constant: "note",
  operation: "box",
  carry: "octagon",
  output: "ellipse",
};

/** A digraph in which each cell is a cluster and dashed arrows lead to the next step. */
export function toDot({ nodes, edges, cells }: Diagram): string {
  const within = (cell: string | undefined, indent: string): string[] => [
    ...nodes
      .filter((node) => node.cell === cell)
      .map(({ id, label, kind }) => `${indent}${id} [label=${quoted(label)}, shape=${shapes[kind]}];`),
    ...cells
      .filter(({ inside }) => inside === cell)
      .flatMap(({ id, label }) => [
        `${indent}subgraph cluster_${id} {`,
        `${indent}  label=${quoted(label)};`,
        ...within(id, `${indent}  `),
        `${indent}}`,
      ]),
  ];
  const arrows = edges.map(({ from, to, label, kind }) => {
    const style = kind === "next" ? ", style=dashed, constraint=false" : "";
    return `  ${from} -> ${to} [label=${quoted(label)}${style}];`;
  });
  return ["digraph model {", "  rankdir=TB;", ...within(undefined, "  "), ...arrows, "}"].join("\n");
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
