/** Results as pictures. */
import type { CellName, Signal } from "@seqloom/experiments";
import { lineChart, type Series } from "@seqloom/viz";
import type { LabResult } from "./lab-run.ts";
import { cells, type LabTask } from "./study.ts";

const looks: Readonly<Record<CellName, Pick<Series, "colour" | "dash">>> = {
  rnn: { colour: "var(--rnn)", dash: "short" },
  lstm: { colour: "var(--lstm)", dash: "solid" },
  gru: { colour: "var(--gru)", dash: "dashed" },
};

/** Compiled scans carry smaller numbers as 0, see docs/decisions/0024-small-numbers-become-zero.md. */
const leastDrawn = 1e-30;

/** Losses of one task, a line for each seed; each point is the mean over so many steps. */
const meanOver = 20;

export function lossPlot(task: LabTask, results: readonly LabResult[]): string {
  return lineChart({
    title: `${task.title}: loss`,
    description: `Training loss, mean over ${meanOver} steps, a line for each seed. A line ends where the task is solved.`,
    xLabel: "training step",
    yLabel: "loss",
    yKind: "log",
    series: cells.flatMap((cell) => {
      const own = results.filter((result) => result.cell === cell);
      return own.length === 0
        ? []
        : [
            joined(
              cell,
              own.map(({ trained }) => meanLosses(trained.losses)),
            ),
          ];
    }),
  });
}

/**
 * The signal that comes back against the time step, before or after training: of each cell's best state, the geometric
 * mean over seeds.
 */
export function signalPlot(task: LabTask, results: readonly LabResult[], when: "before" | "after"): string {
  return lineChart({
    title: `${task.title}: signal that comes back, ${when} training`,
    description:
      "How much of a change of the state at a step arrives in the last output, 1 at the last step itself; of the best state, geometric mean over seeds. A line ends where that of a seed is below 1e-30.",
    xLabel: "time step",
    yLabel: "signal",
    yKind: "log",
    series: cells.flatMap((cell) => {
      const signals = results
        .filter((result) => result.cell === cell)
        .map((result) => result[when])
        .filter((signal) => signal !== undefined);
      if (signals.length === 0) return [];
      const y = geometricMean(signals);
      return [{ name: cell.toUpperCase(), x: y.map((_, t) => t + 1), y, ...looks[cell] }];
    }),
  });
}

/** Several curves as one series, with gaps between them, so that the legend names the cell once. */
function joined(cell: CellName, curves: readonly (readonly number[])[]): Series {
  const gap = [Number.NaN];
  return {
    name: cell.toUpperCase(),
    x: curves.flatMap((curve) => [...curve.map((_, i) => (i + 1) * meanOver), ...gap]),
    y: curves.flatMap((curve) => [...curve, ...gap]),
    ...looks[cell],
  };
}

function meanLosses(losses: readonly number[]): readonly number[] {
  return Array.from({ length: Math.floor(losses.length / meanOver) }, (_, i) => {
    const part = losses.slice(i * meanOver, (i + 1) * meanOver);
    return part.reduce((sum, loss) => sum + loss, 0) / meanOver;
  });
}

/** NaN where the signal of a seed is below what is drawn: it may have been rounded to 0. */
export function geometricMean(signals: readonly Pick<Signal, "best">[]): number[] {
  const steps = signals[0]?.best.length ?? 0;
  return Array.from({ length: steps }, (_, t) => {
    const values = signals.map(({ best }) => best[t] ?? 0);
    if (Math.min(...values) < leastDrawn) return Number.NaN;
    return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
  });
}
