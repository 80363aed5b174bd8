import { scan, trace } from "@seqloom/graph";
import { add, matmul, mul, tanh } from "@seqloom/ops";
import { scalar } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { diagramOf } from "./diagram.ts";
import { toDot } from "./dot.ts";
import { placed } from "./layers.ts";
import { toMermaid } from "./mermaid.ts";
import { diagramPicture } from "./picture.ts";

const f32 = (...shape: number[]) => ({ dtype: "f32", shape }) as const;

/** h' = tanh(x + h w), over three steps; twice the last h. */
const graph = trace(
  (xs, w, h) => {
    const { carry, ys } = scan(
      (before, x) => {
        const after = tanh(add(x, matmul(before, w)));
        return { carry: after, ys: after };
      },
      h,
      xs,
    );
    return [mul(scalar(2), carry), ys];
  },
  [f32(3, 2, 4), f32(4, 4), f32(2, 4)],
);
const diagram = diagramOf(graph);
const labelOf = (id: string) => diagram.nodes.find((node) => node.id === id)?.label;

describe("diagramOf", () => {
  it("folds time into one cell, however many steps there are", () => {
    expect(diagram.cells).toEqual([{ id: "cell0", label: "each of 3 steps", inside: undefined }]);
    const inside = diagram.nodes.filter(({ cell }) => cell === "cell0").map(({ label }) => label);
    expect(inside).toEqual(["state 0", "matmul", "add", "tanh"]);
  });

  it("leads what is carried back to where it comes in", () => {
    const back = diagram.edges.filter(({ kind }) => kind === "next");
    expect(back.map(({ from, to, label }) => [labelOf(from), labelOf(to), label])).toEqual([
      ["tanh", "state 0", "f32[2, 4]"],
    ]);
  });

  it("writes single numbers into the box that uses them, and tells types at arrows", () => {
    expect(diagram.nodes.map(({ label }) => label)).toContain("mul 2");
    const first = diagram.edges.find(({ to }) => labelOf(to) === "state 0");
    expect([labelOf(first?.from ?? ""), first?.label]).toEqual(["input 2", "f32[2, 4]"]);
  });
});

describe("toDot and toMermaid", () => {
  it("draw cells as groups and ways to the next step apart", () => {
    const dot = toDot(diagram);
    expect(dot).toMatch(/^digraph model \{.+\}$/s);
    expect(dot).toContain('subgraph cluster_cell0 {\n    label="each of 3 steps";');
    expect(dot).toContain('[label="f32[2, 4]", style=dashed, constraint=false];');
    const mermaid = toMermaid(diagram);
    expect(mermaid).toContain('subgraph cell0 ["each of 3 steps"]');
    expect(mermaid).toMatch(/n\d+ -\.->\|"f32\[2, 4\]"\| n\d+/);
  });

  it("write signs of their own as text", () => {
    const node = { id: "n0", label: 'a "b" <c>', kind: "input", cell: undefined } as const;
    const odd = { nodes: [node], edges: [], cells: [] };
    expect(toDot(odd)).toContain('label="a \\"b\\" <c>"');
    expect(toMermaid(odd)).toContain('n0(["a #34;b#34; #60;c#62;"])');
  });
});

describe("placed", () => {
  it("puts every box below those it takes from, and no two in one place", () => {
    const spots = placed(diagram);
    for (const { from, to, kind } of diagram.edges)
      if (kind === "value") expect(spots.get(to)?.row).toBeGreaterThan(spots.get(from)?.row ?? 0);
    const places = [...spots.values()].map(({ row, column }) => `${row} ${column}`);
    expect(new Set(places).size).toBe(diagram.nodes.length);
  });
});

describe("placed around a cell", () => {
  it("leaves what leads into it above, and an input of what follows behind it", () => {
    const made = diagramOf(
      trace(
        (xs, h, w) => {
          const { carry } = scan((before, x) => ({ carry: tanh(add(x, before)), ys: [] }), h, tanh(tanh(xs)));
          return [matmul(carry, w)];
        },
        [f32(3, 2, 4), f32(2, 4), f32(4, 4)],
        ["xs", "h", "w"],
      ),
    );
    const spots = placed(made);
    const rows = (which: (node: (typeof made.nodes)[number]) => boolean) =>
      made.nodes.filter(which).map(({ id }) => spots.get(id)?.row ?? -1);
    const inside = rows(({ cell }) => cell !== undefined);
    const before = rows(({ cell, label }) => cell === undefined && (label === "tanh" || label === "xs"));
    expect(Math.max(...before)).toBeLessThan(Math.min(...inside));
    expect(rows(({ label }) => label === "w")).toEqual([Math.max(...inside)]);
  });
});

describe("diagramPicture", () => {
  it("has a box for each node, an arrow for each edge, a frame for each cell", () => {
    const svg = diagramPicture({ title: "a cell", diagram });
    const count = (what: RegExp) => (svg.match(what) ?? []).length;
    expect(count(/<rect /g)).toBe(diagram.nodes.length + diagram.cells.length + 1); // and the page
    expect(count(/marker-end=/g)).toBe(diagram.edges.length);
    expect(count(/to the next step/g)).toBe(1);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it("is readable for those who do not see it", () => {
    expect(diagramPicture({ title: "a <cell>", diagram })).toContain("<title>a &#60;cell&#62;</title>");
  });
});
