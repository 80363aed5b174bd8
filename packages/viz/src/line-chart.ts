/** Lines over a common x: the plot behind loss curves, forecasts and gradient norms. */
import { area, line } from "d3-shape";
import { type Axis, frame, legend } from "./frame.ts";
import { type Dash, dashes, themeCss } from "./palette.ts";
import { element, type Markup, picture, text } from "./svg.ts";

export interface Series {
  readonly name: string;
  readonly x: ArrayLike<number>;
  /** NaN leaves a gap. */
  readonly y: ArrayLike<number>;
  /** A CSS colour, for instance `var(--lstm)`. */
  readonly colour: string;
  readonly dash?: Dash;
  readonly width?: number;
}

/** A range around a line, such as a forecast interval. */
export interface Band {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly colour: string;
}

/** A vertical line with a name: a split, the best epoch. */
export interface Mark {
  readonly x: number;
  readonly name: string;
}

export interface LineChart {
  readonly title: string;
  readonly description: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xKind?: Axis["kind"];
  readonly yKind?: "linear" | "log";
  readonly series: readonly Series[];
  readonly bands?: readonly Band[];
  readonly marks?: readonly Mark[];
  readonly width?: number;
  readonly height?: number;
}

/** The plot as one SVG. An empty chart says so instead of drawing axes of nothing. */
export function lineChart(chart: LineChart): string {
  const { width = 760, height = 300, series, bands = [], marks = [] } = chart;
  const place = { left: 64, top: 72, width: width - 84, height: height - 120 };
  const outer = { width, height, title: chart.title, description: chart.description, css: themeCss() };
  const heading = element(
    "text",
    { x: 12, y: 20, fill: "var(--text)", "font-size": 14, "font-weight": 600 },
    text(chart.title),
  );
  const xs = extent([...series.map((s) => s.x), ...bands.map((b) => b.x)]);
  const ys = extent(
    [...series.map((s) => s.y), ...bands.flatMap((b) => [b.low, b.high])],
    chart.yKind === "log",
  );
  if (xs === undefined || ys === undefined) {
    return picture(
      outer,
      heading,
      element(
        "text",
        { x: width / 2, y: height / 2, fill: "var(--muted)", "text-anchor": "middle" },
        text("nothing to show yet"),
      ),
    );
  }
  const {
    x,
    y,
    marks: axes,
  } = frame(
    place,
    { label: chart.xLabel, domain: xs, kind: chart.xKind },
    { label: chart.yLabel, domain: ys, kind: chart.yKind },
  );
  const isDrawable = (value: number) => Number.isFinite(value) && (chart.yKind !== "log" || value > 0);
  const paths = series.map((s) => {
    const path = line<number>(
      (_, i) => x(s.x[i] ?? 0),
      (value) => y(value),
    ).defined(isDrawable)(Array.from(s.y));
    return element("path", {
      d: path ?? "",
      fill: "none",
      stroke: s.colour,
      "stroke-width": s.width ?? 1.6,
      "stroke-dasharray": dashes[s.dash ?? "solid"] || undefined,
      "stroke-linejoin": "round",
    });
  });
  const shades = bands.map((b) => {
    const path = area<number>(
      (_, i) => x(b.x[i] ?? 0),
      (value) => y(value),
      (_, i) => y(b.high[i] ?? 0),
    ).defined(isDrawable)(Array.from(b.low));
    return element(
      "path",
      { d: path ?? "", fill: b.colour, "fill-opacity": 0.18 },
      element("title", {}, text(b.name)),
    );
  });
  const entries = [...series, ...bands].map(({ name, colour, ...rest }) => ({
    name,
    colour,
    dash: "dash" in rest ? rest.dash : undefined,
  }));
  return picture(
    outer,
    heading,
    legend(entries, 12, 38),
    axes,
    shades,
    paths,
    marks.map((mark) => verticalMark(mark, x, place)),
  );
}

function verticalMark(
  mark: Mark,
  x: (value: number) => number,
  place: { readonly top: number; readonly height: number },
): Markup {
  const at = x(mark.x);
  return element(
    "g",
    {},
    element("line", {
      x1: at,
      x2: at,
      y1: place.top,
      y2: place.top + place.height,
      stroke: "var(--muted)",
      "stroke-dasharray": "4 3",
    }),
    element("text", { x: at + 4, y: place.top + 11, fill: "var(--muted)", "font-size": 11 }, text(mark.name)),
  );
}

/** Smallest and largest finite value; of positive values only for a logarithmic axis. */
function extent(lists: readonly ArrayLike<number>[], positive = false): [number, number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i] ?? Number.NaN;
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}
