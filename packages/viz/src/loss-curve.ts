/** Loss against epoch, training and validation. */
import { lineChart } from "./line-chart.ts";

export interface LossCurve {
  readonly training: ArrayLike<number>;
  /** One per epoch; left out without a validation part. */
  readonly validation?: ArrayLike<number>;
  /** The epoch (from 1) whose weights were kept. */
  readonly best?: number;
  readonly title?: string;
}

/** The loss of every epoch; on a logarithmic axis where it falls by more than a factor of 20. */
export function lossCurve({ training, validation, best, title = "Loss" }: LossCurve): string {
  const epochs = Array.from({ length: training.length }, (_, i) => i + 1);
  const all = [...Array.from(training), ...Array.from(validation ?? [])].filter(
    (value) => Number.isFinite(value) && value > 0,
  );
  const isWide = all.length > 0 && Math.max(...all) > 20 * Math.min(...all);
  const last = training[training.length - 1];
  return lineChart({
    title,
    description: `Training loss over ${training.length} epochs, ${format(training[0])} at first and ${format(last)} at the end`,
    xLabel: "epoch",
    yLabel: "loss",
    yKind: isWide ? "log" : "linear",
    series: [
      { name: "training", x: epochs, y: training, colour: "var(--lstm)" },
      ...(validation === undefined
        ? []
        : [{ name: "validation", x: epochs, y: validation, colour: "var(--rnn)", dash: "dashed" as const }]),
    ],
    marks: best === undefined ? [] : [{ x: best, name: `kept: epoch ${best}` }],
  });
}

function format(value: number | undefined): string {
  return value === undefined ? "nothing" : value.toPrecision(3);
}
