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

/** Near the smallest numbers of f32 a mean over seeds says little. */
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
      "How much of a change of the state at a step arrives in the last output, 1 at the last step itself; of the best state, geometric mean over seeds. Below 1e-30 nothing is drawn.",
    xLabel: "time step",
    yLabel: "signal",
    yKind: "log",
    series: cells.flatMap((cell) => {
      const signals = results
        .filter((result) => result.cell === cell)
        .map((result) => result[when])
        .filter((signal) => signal !== undefined);
      if (signals.length === 0) return [];
      const y = geometricMean(signals).map((value) => (value < leastDrawn ? Number.NaN : value));
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

/** A signal of 0, below what f32 holds, counts as its smallest number. */
export function geometricMean(signals: readonly Pick<Signal, "best">[]): number[] {
  const steps = signals[0]?.best.length ?? 0;
  return Array.from({ length: steps }, (_, t) => {
    const logs = signals.map(({ best }) => Math.log(Math.max(best[t] ?? 0, 1e-45)));
    return Math.exp(logs.reduce((sum, log) => sum + log, 0) / signals.length);
  });
}
