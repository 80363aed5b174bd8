/**
 * uPlot with our colours and sizes: made again when its series change, given data otherwise. It is fetched with the first
 * drawing, since a page before its first run has nothing to plot.
 */
import type uPlot from "uplot";
import { ink } from "../page/inks.ts";

export interface PlotSeries {
  readonly label: string;
  readonly colour: string;
  readonly dash?: number[];
  readonly width?: number;
  readonly opacity?: number;
  /** A class of its row in the legend. */
  readonly className?: string;
}

export interface Plot {
  /** x, then one column a series; blanks are undefined. */
  draw(series: readonly PlotSeries[], columns: readonly (readonly (number | undefined)[])[]): void;
  /** Made again at the next drawing, in the colours of then. */
  forget(): void;
}

export interface PlotOptions {
  readonly xLabel: string;
  readonly isLog: boolean;
}

const height = 220;

export function createPlot(host: HTMLElement, { xLabel, isLog }: PlotOptions): Plot {
  let plot: uPlot | undefined;
  let shown = "";
  let latest: Parameters<Plot["draw"]> | undefined;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (plot !== undefined && width > 0 && width !== plot.width) plot.setSize({ width, height });
  }).observe(host);
  const draw = (Made: typeof uPlot) => {
    if (latest === undefined) return;
    const [series, columns] = latest;
    // uPlot knows blanks as null.
    const [steps = [], ...values] = columns.map((column) => column.map((value) => value ?? null));
    const data: uPlot.AlignedData = [steps.map((step) => step ?? 0), ...values];
    const key = JSON.stringify(series);
    if (plot !== undefined && key === shown) {
      plot.setData(data);
      return;
    }
    plot?.destroy();
    shown = key;
    plot = new Made(optionsOf(series, { xLabel, isLog }, host.clientWidth), data, host);
  };
  return {
    draw(series, columns) {
      latest = [series, columns];
      if (library === undefined) void loadLibrary().then(draw);
      else draw(library);
    },
    forget() {
      plot?.destroy();
      [plot, latest] = [undefined, undefined];
    },
  };
}

let library: typeof uPlot | undefined;

async function loadLibrary(): Promise<typeof uPlot> {
  library ??= (await import("uplot")).default;
  return library;
}

/** Powers of ten from low to high, at most eight: every n-th where there are more. */
export function decades(low: number, high: number): number[] {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const stride = Math.max(1, Math.ceil((to - from + 1) / 8));
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, i) => 10 ** (from + i * stride));
}

/** As digits near 1, as a power elsewhere. */
export function powerText(power: number): string {
  return power >= 1e-4 && power <= 1e4 ? String(power) : power.toExponential(0).replace("+", "");
}

function optionsOf(
  series: readonly PlotSeries[],
  { xLabel, isLog }: PlotOptions,
  width: number,
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: ink("muted"),
    grid: { stroke: ink("line"), width: 0.25 },
    ticks: { stroke: ink("line"), width: 0.5 },
    font: "12px system-ui, sans-serif",
    labelFont: "12px system-ui, sans-serif",
  };
  return {
    width: Math.max(200, width),
    height,
    scales: { x: { time: false }, y: isLog ? { distr: 3 } : {} },
    axes: [
      { ...axis, label: xLabel, labelSize: 18 },
      {
        ...axis,
        size: 56,
        ...(isLog && {
          splits: (_, __, low, high) => decades(low, high),
          filter: (_, all) => all,
          values: (_, all) => all.map(powerText),
        }),
      },
    ],
    series: [
      { label: xLabel },
      ...series.map(
        ({ label, colour, dash, className, width: line = 2, opacity = 1 }): uPlot.Series => ({
          ...{ label, stroke: colour, width: line, alpha: opacity, points: { show: false } },
          ...(dash !== undefined && { dash }),
          ...(className !== undefined && { class: className }),
          value: (_, value) => (value === null ? "" : value.toPrecision(4)),
        }),
      ),
    ],
    legend: { live: false },
    cursor: { drag: { x: false, y: false } },
  };
}
