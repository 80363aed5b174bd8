/** Gates and states over time: one strip per name, a row per unit, a column per time step. */

import { dims, type Tensor } from "@seqloom/tensor";
import { scaleLinear } from "d3-scale";
import { scales, themeCss } from "./palette.ts";
import { element, type Markup, picture, text } from "./svg.ts";

export interface GateStrip {
  readonly name: string;
  /** What it does, from the doc comment in the cell. */
  readonly label?: string;
  /** [T, H] */
  readonly values: Tensor;
  /** `share` for 0 to 1 (sigmoid), `signed` for -1 to 1 (tanh); states beyond are clipped and it says so. */
  readonly scale: keyof typeof scales;
}

export interface GatesPlot {
  readonly title: string;
  readonly strips: readonly GateStrip[];
  readonly width?: number;
}

const rowHeight = 4;
const gap = 34;

/** Units are kept in their order; with over 32 units, rows are thinner but none is left out. */
export function gatesPlot({ title, strips, width = 760 }: GatesPlot): string {
  let top = 34;
  const drawn: Markup[] = [];
  for (const strip of strips) {
    const { T, H } = dims(strip.values, "T H", {}, `gate ${strip.name}`);
    const height = H * (H > 32 ? rowHeight / 2 : rowHeight);
    drawn.push(
      heading(strip, top + 12),
      ...cells(strip, { left: 12, top: top + 20, width: width - 24, height }, T, H),
    );
    top += height + gap;
  }
  const steps = strips[0]?.values.shape[0] ?? 0;
  return picture(
    {
      width,
      height: top + 8,
      title,
      description: `${strips.map((s) => s.name).join(", ")} over ${steps} time steps; a row is a unit, left is the first step`,
      css: themeCss(),
    },
    element("text", { x: 12, y: 20, fill: "var(--text)", "font-size": 14, "font-weight": 600 }, text(title)),
    drawn,
  );
}

function heading(strip: GateStrip, y: number): Markup {
  const range = strip.scale === "share" ? "white 0, dark 1" : "brown -1, grey 0, blue 1";
  return element(
    "text",
    { x: 12, y, fill: "var(--text)" },
    element("tspan", { "font-weight": 600 }, text(strip.name)),
    element(
      "tspan",
      { fill: "var(--muted)" },
      text(`  ${strip.label === undefined ? "" : `${strip.label}  ·  `}${range}`),
    ),
  );
}

/** Colour steps of a strip: finer ones cannot be told apart, and equal neighbours become one stroke. */
const levels = 24;

function cells(
  strip: GateStrip,
  place: { left: number; top: number; width: number; height: number },
  T: number,
  H: number,
): Markup[] {
  const ramp = scales[strip.scale].light;
  const [low, high] = strip.scale === "share" ? [0, 1] : [-1, 1];
  const colour = scaleLinear<string>()
    .domain(ramp.map((_, i) => (i / (ramp.length - 1)) * (levels - 1)))
    .range(ramp);
  const strokes = new Map<number, string[]>();
  for (let unit = 0; unit < H; unit++) {
    for (let t = 0; t < T; ) {
      const level = levelOf(strip.values.data[t * H + unit] ?? Number.NaN, low, high);
      let end = t + 1;
      while (end < T && levelOf(strip.values.data[end * H + unit] ?? Number.NaN, low, high) === level)
        end += 1;
      if (level !== undefined)
        strokes.set(level, [...(strokes.get(level) ?? []), `M${t} ${unit + 0.5}h${end - t}`]);
      t = end;
    }
  }
  const scale = `translate(${place.left} ${place.top}) scale(${place.width / Math.max(1, T)} ${place.height / Math.max(1, H)})`;
  return [
    element("rect", {
      x: place.left,
      y: place.top,
      width: place.width,
      height: place.height,
      fill: "var(--panel)",
    }),
    element(
      "g",
      { transform: scale, "shape-rendering": "crispEdges", "stroke-width": 1, fill: "none" },
      [...strokes].map(([level, runs]) => element("path", { d: runs.join(""), stroke: colour(level) })),
    ),
  ];
}

/** NaN is left blank; values beyond the range get its end colour. */
function levelOf(value: number, low: number, high: number): number | undefined {
  if (Number.isNaN(value)) return undefined;
  return Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * (levels - 1));
}
