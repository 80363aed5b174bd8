/** A diagram as SVG: boxes in rows from inputs to outputs, cells as frames, dashed arrows to the next step. */
import { themeCss } from "../palette.ts";
import { element, type Markup, picture, text } from "../svg.ts";
import type { Diagram, DiagramCell, DiagramNode } from "./diagram.ts";
import { placed } from "./layers.ts";

export interface DiagramPicture {
  readonly title: string;
  readonly diagram: Diagram;
}

const [rowHeight, boxHeight, gap, margin] = [64, 30, 24, 40];
const letter = 6.8; // mean width of a letter at 12 pixels; boxes are wide enough for nearly all texts

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The picture as the text of an SVG file. */
export function diagramPicture({ title, diagram }: DiagramPicture): string {
  const { nodes, edges, cells } = diagram;
  const boxes = boxesOf(diagram);
  const all = [...boxes.values()];
  const width = Math.max(200, ...all.map((box) => box.x + box.width / 2)) + margin;
  const height = Math.max(0, ...all.map(({ y }) => y)) + boxHeight + margin;
  return picture(
    {
      width,
      height,
      title,
      description: `${nodes.length} boxes, ${edges.length} arrows, ${cells.length} cells that stand for all steps`,
      css: themeCss(),
    },
    element("defs", {}, arrowHead()),
    cells.flatMap((cell) => frameOf(cell, diagram, boxes)),
    edges.flatMap(({ from, to, kind, label }) => arrow(boxes.get(from), boxes.get(to), kind, label)),
    nodes.flatMap((node) => boxOf(node, boxes.get(node.id))),
  );
}

function boxesOf(diagram: Diagram): ReadonlyMap<string, Box> {
  const spots = placed(diagram);
  const widths = new Map(diagram.nodes.map(({ id, label }) => [id, label.length * letter + 20]));
  const step = Math.max(60, ...widths.values()) + gap;
  const left = Math.max(0, ...[...spots.values()].map(({ column }) => -column));
  return new Map(
    [...spots].map(([id, { row, column }]) => [
      id,
      {
        x: margin + step / 2 + (column + left) * step,
        y: margin + row * rowHeight,
        width: widths.get(id) ?? 60,
      },
    ]),
  );
}

function boxOf({ label, kind }: DiagramNode, box: Box | undefined): Markup[] {
  if (box === undefined) return [];
  const isRound = kind === "input" || kind === "output";
  const stroke = kind === "carry" ? "var(--accent)" : "var(--line)";
  return [
    element("rect", {
      x: box.x - box.width / 2,
      y: box.y,
      width: box.width,
      height: boxHeight,
      rx: isRound ? boxHeight / 2 : 4,
      fill: "var(--page)",
      stroke,
      "stroke-width": kind === "carry" ? 2 : 1,
    }),
    element("text", { x: box.x, y: box.y + 19, "text-anchor": "middle", fill: "var(--text)" }, text(label)),
  ];
}

/** Around all boxes of a cell, and around the cells in it. */
function frameOf(cell: DiagramCell, { nodes, cells }: Diagram, boxes: ReadonlyMap<string, Box>): Markup[] {
  const inside = new Set([cell.id]);
  for (const { id, inside: around } of cells) if (around !== undefined && inside.has(around)) inside.add(id);
  const own = nodes.flatMap(({ id, cell: at }) => {
    const box = at !== undefined && inside.has(at) ? boxes.get(id) : undefined;
    return box === undefined ? [] : [box];
  });
  if (own.length === 0) return [];
  const x = Math.min(...own.map((box) => box.x - box.width / 2)) - 12;
  const y = Math.min(...own.map((box) => box.y)) - 22;
  const right = Math.max(...own.map((box) => box.x + box.width / 2)) + 12;
  const bottom = Math.max(...own.map((box) => box.y)) + boxHeight + 10;
  return [
    element("rect", {
      x,
      y,
      width: right - x,
      height: bottom - y,
      rx: 8,
      fill: "var(--panel)",
      stroke: "var(--line)",
    }),
    element("text", { x: x + 8, y: y + 14, fill: "var(--muted)", "font-size": 11 }, text(cell.label)),
  ];
}

function arrow(from: Box | undefined, to: Box | undefined, kind: "value" | "next", label: string): Markup[] {
  if (from === undefined || to === undefined) return [];
  const isNext = kind === "next";
  const [x1, y1] = isNext ? [from.x + from.width / 2, from.y + boxHeight / 2] : [from.x, from.y + boxHeight];
  const [x2, y2] = isNext ? [to.x + to.width / 2, to.y + boxHeight / 2] : [to.x, to.y];
  // To the next step round the right side, so that the way back is seen as one.
  const bend = Math.max(x1, x2) + 30;
  const d = isNext
    ? `M${x1},${y1}C${bend},${y1} ${bend},${y2} ${x2},${y2}`
    : `M${x1},${y1}C${x1},${y1 + 20} ${x2},${y2 - 20} ${x2},${y2}`;
  return [
    element(
      "path",
      {
        d,
        fill: "none",
        stroke: isNext ? "var(--accent)" : "var(--line)",
        "stroke-dasharray": isNext ? "6 3" : undefined,
        "marker-end": "url(#arrow)",
      },
      element("title", {}, text(isNext ? `${label}, to the next step` : label)),
    ),
  ];
}

function arrowHead(): Markup {
  return element(
    "marker",
    { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    element("path", { d: "M0,0L8,4L0,8z", fill: "var(--line)" }),
  );
}
