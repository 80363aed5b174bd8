/** Loss of every model by training step: single batches thin, their mean over 20 steps thick. */
import { ink, lineLook } from "../page/inks.ts";
import type { ModelRun } from "../page/run-state.ts";
import type { Words } from "../page/words.ts";
import { createPane, type Pane } from "./pane.ts";
import { createPlot, type PlotSeries } from "./plot.ts";

export interface LossPane {
  readonly pane: Pane;
  draw(models: readonly ModelRun[]): void;
  repaint(): void;
}

/** Points a curve has at most. */
const pointsAtMost = 1_000;
const meanOver = 20;

export function createLossPane(words: Words): LossPane {
  let shown: readonly ModelRun[] = [];
  const pane = createPane({
    ...{ words, id: "loss", title: "loss", look: "lossLook" },
    csv: () => {
      const steps = Math.max(0, ...shown.map(({ losses }) => losses.length));
      return [
        ["step", ...shown.map(({ name }) => name)],
        ...Array.from({ length: steps }, (_, i) => [i + 1, ...shown.map(({ losses }) => losses[i] ?? "")]),
      ];
    },
  });
  const plot = createPlot(pane.body, { xLabel: words("stepAxis"), isLog: true });
  const draw = (models: readonly ModelRun[]) => {
    shown = models.filter(({ losses }) => losses.length > 0);
    pane.empty(shown.length === 0 ? words("empty") : undefined);
    if (shown.length === 0) return;
    const { steps, columns } = curvesOf(shown.map(({ losses }) => losses));
    plot.draw(shown.flatMap(seriesOf), [steps, ...columns]);
  };
  return {
    pane,
    draw,
    repaint() {
      plot.forget();
      draw(shown);
    },
  };
}

function seriesOf({ name }: ModelRun, index: number): PlotSeries[] {
  const { colour, dash } = lineLook(name, index);
  return [
    { label: `${name}, batches`, colour: ink(colour), width: 1, opacity: 0.35, className: "batches" },
    { label: name, colour: ink(colour), dash },
  ];
}

/**
 * Each model's raw loss and running mean on common steps, thinned to every n-th. A logarithmic axis has no place for
 * 0 and less, so those are blanks.
 */
export function curvesOf(all: readonly (readonly number[])[]): {
  readonly steps: number[];
  readonly columns: (number | undefined)[][];
} {
  const longest = Math.max(0, ...all.map(({ length }) => length));
  const stride = Math.max(1, Math.ceil(longest / pointsAtMost));
  const steps = Array.from({ length: Math.ceil(longest / stride) }, (_, i) => i * stride + 1);
  const positive = (value: number | undefined) =>
    value !== undefined && value > 0 && Number.isFinite(value) ? value : undefined;
  return {
    steps,
    columns: all.flatMap((losses) => [
      steps.map((step) => positive(losses[step - 1])),
      steps.map((step) => (step > losses.length ? undefined : positive(meanBefore(losses, step)))),
    ]),
  };
}

function meanBefore(losses: readonly number[], step: number): number {
  const from = Math.max(0, step - meanOver);
  let sum = 0;
  for (let i = from; i < step; i++) sum += losses[i] ?? 0;
  return sum / (step - from);
}
