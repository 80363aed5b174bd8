/** How unexpected each row is, and the threshold above which it counts as unusual. */
import { lineChart } from "./line-chart.ts";

export interface ScorePlot {
  readonly title: string;
  /** Times in milliseconds since 1970, or step numbers. */
  readonly time: ArrayLike<number>;
  readonly isTime: boolean;
  readonly scores: ArrayLike<number>;
  readonly threshold: number;
}

export function scorePlot({ title, time, isTime, scores, threshold }: ScorePlot): string {
  const above = Array.from(scores).filter((score) => score > threshold).length;
  return lineChart({
    title,
    description: `Scores of ${scores.length} rows, ${above} of them above the threshold of ${threshold.toPrecision(3)}`,
    xLabel: isTime ? "date" : "step",
    yLabel: "score",
    xKind: isTime ? "time" : "linear",
    series: [
      { name: "score", x: time, y: scores, colour: "var(--lstm)", width: 1.2 },
      {
        name: "threshold",
        x: [time[0] ?? Number.NaN, time[time.length - 1] ?? Number.NaN],
        y: [threshold, threshold],
        colour: "var(--warning)",
        dash: "dashed",
      },
    ],
  });
}
