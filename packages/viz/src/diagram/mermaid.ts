/** Diagrams for Mermaid. https://mermaid.js.org/syntax/flowchart.html */
import type { Diagram, DiagramNode } from "./diagram.ts";

const brackets: Readonly<Record<DiagramNode["kind"], readonly [string, string]>> = {
  input: ["([", "])"],
  constant: ["[/", "/]"],
  operation: ["[", "]"],
  carry: ["{{", "}}"],
  output: ["([", "])"],
};

/** A flowchart in which each cell is a subgraph and dotted arrows lead to the next step. */
export function toMermaid({ nodes, edges, cells }: Diagram): string {
  const within = (cell: string | undefined, indent: string): string[] => [
    ...nodes
      .filter((node) => node.cell === cell)
      .map(({ id, label, kind }) => `${indent}${id}${brackets[kind][0]}${quoted(label)}${brackets[kind][1]}`),
    ...cells
      .filter(({ inside }) => inside === cell)
      .flatMap(({ id, label }) => [
        `${indent}subgraph ${id} [${quoted(label)}]`,
        ...within(id, `${indent}  `),
        `${indent}end`,
      ]),
  ];
  const arrows = edges.map(
    ({ from, to, label, kind }) => `  ${from} ${kind === "next" ? "-.->" : "-->"}|${quoted(label)}| ${to}`,
  );
  return ["flowchart TB", ...within(undefined, "  "), ...arrows].join("\n");
}

/** Mermaid writes signs that mean something to it as numbers. */
function quoted(text: string): string {
  return `"${text.replace(/["#<>&;]/g, (sign) => `#${sign.charCodeAt(0)};`)}"`;
}
