/** Forecasts against what came: the model and a baseline beside the truth, and the line where the test part begins. */
import { type Band, lineChart, type Series } from "./line-chart.ts";

export interface ForecastPlot {
  readonly title: string;
  /** Times in milliseconds since 1970, or step numbers. */
  readonly time: ArrayLike<number>;
  readonly isTime: boolean;
  readonly unit: string;
  readonly truth: ArrayLike<number>;
  /** Entries before the test part are NaN. */
  readonly model: ArrayLike<number>;
  readonly baseline: { readonly name: string; readonly values: ArrayLike<number> };
  readonly intervals?: readonly Band[];
  /** Where the test part begins, if that is shown. */
  readonly split?: number;
}

export function forecastPlot(plot: ForecastPlot): string {
  const series: Series[] = [
    { name: "truth", x: plot.time, y: plot.truth, colour: "var(--text)", width: 1 },
    {
      name: plot.baseline.name,
      x: plot.time,
      y: plot.baseline.values,
      colour: "var(--baseline)",
      dash: "dotted",
    },
    { name: "model", x: plot.time, y: plot.model, colour: "var(--lstm)", width: 1.4 },
  ];
  return lineChart({
    title: plot.title,
    description: `${plot.truth.length} steps of truth, with the forecasts of the model and of ${plot.baseline.name} on the test part`,
    xLabel: plot.isTime ? "date" : "step",
    yLabel: plot.unit,
    xKind: plot.isTime ? "time" : "linear",
    series,
    bands: plot.intervals,
    marks: plot.split === undefined ? [] : [{ x: plot.split, name: "test part begins" }],
  });
}
