/** Several models or seeds side by side, and how far the seeds of one model lie apart. */
import type { TrainedEvent } from "@seqloom/run";
import { formatTable } from "../terminal/table.ts";

export interface Finished {
  readonly event: TrainedEvent;
  readonly seed: number;
}

/** One row for each run; of a model with several seeds also mean and standard deviation. */
export function compareRuns(finished: readonly Finished[]): string {
  const [first] = finished;
  const names = first?.event.evaluation === undefined ? Object.keys(first?.event.scores ?? {}) : ["MAE"];
  const head = ["", "training loss", "best validation", ...names.map((name) => `test ${name}`)];
  const models = [...new Set(finished.map(({ event }) => event.model))];
  const rows = models.flatMap((model) => {
    const own = finished.filter(({ event }) => event.model === model);
    const values = own.map(({ event }) => valuesOf(event, names));
    const each = own.map(({ seed }, i) => [`${model}, seed ${seed}`, ...(values[i] ?? []).map(digits)]);
    if (own.length < 2) return each;
    const columns = head.slice(1).map((_, column) => values.map((row) => row[column] ?? Number.NaN));
    return [...each, [`${model}, mean ± deviation of ${own.length} seeds`, ...columns.map(meanAndSpread)]];
  });
  return formatTable(head, rows);
}

function valuesOf({ record, evaluation, scores }: TrainedEvent, names: readonly string[]): number[] {
  return [
    record.training.at(-1) ?? Number.NaN,
    record.validation.length > 0 ? Math.min(...record.validation) : Number.NaN,
    ...(evaluation === undefined
      ? names.map((name) => scores[name] ?? Number.NaN)
      : [evaluation.scores[0]?.mae ?? Number.NaN]),
  ];
}

function digits(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(4) : "-";
}

/** The deviation is that of a sample: divided by one less than there are seeds. */
function meanAndSpread(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return Number.isFinite(mean) ? `${digits(mean)} ± ${deviation.toPrecision(2)}` : "-";
}
