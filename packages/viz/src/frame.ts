/** The frame of a plot: axes with ticks, grid, names, legend. */
import { type ScaleContinuousNumeric, scaleLinear, scaleLog, scaleUtc } from "d3-scale";
import { type Dash, dashes } from "./palette.ts";
import { element, type Markup, text } from "./svg.ts";

export interface Axis {
  readonly label: string;
  readonly domain: readonly [number, number];
  /** `time`: milliseconds since 1970, shown as dates. */
  readonly kind?: "linear" | "log" | "time";
}

export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Frame {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly marks: readonly Markup[];
}

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly dash?: Dash;
}

/** Scales from data to pixels, and the marks that let people read them back. */
export function frame(place: Place, xAxis: Axis, yAxis: Axis): Frame {
  const { left, top, width, height } = place;
  const y = scaleOf(yAxis, [top + height, top]);
  const x = scaleOf(xAxis, [left, left + width]);
  const small = { fill: "var(--muted)", "font-size": 11 };
  const marks = [
    ...y.ticks.map(({ at, name }) => [
      element("line", {
        x1: left,
        x2: left + width,
        y1: at,
        y2: at,
        stroke: "var(--line)",
        "stroke-opacity": 0.25,
      }),
      element("text", { ...small, x: left - 6, y: at + 4, "text-anchor": "end" }, text(name)),
    ]),
    ...x.ticks.map(({ at, name }) => [
      element("line", { x1: at, x2: at, y1: top + height, y2: top + height + 4, stroke: "var(--line)" }),
      element("text", { ...small, x: at, y: top + height + 17, "text-anchor": "middle" }, text(name)),
    ]),
    [
      element("line", {
        x1: left,
        x2: left + width,
        y1: top + height,
        y2: top + height,
        stroke: "var(--line)",
      }),
      element(
        "text",
        { ...small, x: left + width / 2, y: top + height + 34, "text-anchor": "middle" },
        text(xAxis.label),
      ),
      element("text", { ...small, x: 12, y: top - 10 }, text(yAxis.label)),
    ],
  ].flat();
  return { x: x.at, y: y.at, marks };
}

function scaleOf(axis: Axis, range: [number, number]) {
  const [low, high] = axis.domain;
  const domain: [number, number] = low < high ? [low, high] : [low - 1, high + 1];
  if (axis.kind === "time") {
    const scale = scaleUtc(
      domain.map((ms) => new Date(ms)),
      range,
    );
    const name = scale.tickFormat(8);
    return {
      at: (value: number) => scale(new Date(value)),
      ticks: scale.ticks(8).map((tick) => ({ at: scale(tick), name: name(tick) })),
    };
  }
  if (axis.kind === "log") {
    const scale = scaleLog(low < high ? domain : [low / 10, high * 10], range).nice();
    const name = scale.tickFormat(6); // empty for ticks that would crowd
    return numbered(scale, (value) => (name(value) === "" ? "" : inPowers(value)));
  }
  const scale = scaleLinear(domain, range).nice();
  return numbered(scale, scale.tickFormat(6));
}

/** `0.02`, `1e-5`: the default of d3 is SI prefixes, 20m and 10µ. */
function inPowers(value: number): string {
  return value >= 1e-3 && value < 1e5 ? String(Number(value.toPrecision(3))) : value.toExponential();
}

function numbered(scale: ScaleContinuousNumeric<number, number>, name: (value: number) => string) {
  return {
    at: (value: number) => scale(value),
    ticks: scale
      .ticks(6)
      .map((tick) => ({ at: scale(tick), name: name(tick) }))
      .filter((tick) => tick.name !== ""),
  };
}

/** Names with their strokes, in one row that starts at x. */
export function legend(entries: readonly LegendEntry[], x: number, y: number): readonly Markup[] {
  let at = x;
  return entries.flatMap(({ name, colour, dash = "solid" }) => {
    const from = at;
    at += 34 + name.length * 6.6 + 14;
    return [
      element("line", {
        x1: from,
        x2: from + 24,
        y1: y,
        y2: y,
        stroke: colour,
        "stroke-width": 2,
        "stroke-dasharray": dashes[dash] || undefined,
      }),
      element("text", { x: from + 30, y: y + 4, fill: "var(--text)" }, text(name)),
    ];
  });
}
