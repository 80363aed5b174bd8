/** How unexpected each row is: the error of its prediction in units of the spread that errors have in training. */
import { type Examples, exampleAt, gather, type PartName, type Prepared, partOf } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import type { LossTerm } from "../loss-term.ts";
import { isOfNumbers, pointsOf } from "../point.ts";
import type { Predictor } from "../predict.ts";
import type { Work } from "../work.ts";

/** Scores of the rows of a part that are predicted, in the order of the table. */
export interface RowScores {
  readonly rows: Int32Array;
  readonly series: Int32Array;
  readonly scores: Float64Array;
}

/** Prediction minus truth, scaled. */
export interface Errors {
  readonly examples: Examples;
  /** [count, places]: a place is a step of the horizon and a target. */
  readonly values: Float64Array;
  readonly places: number;
  /** Targets of each step. */
  readonly width: number;
}

/**
 * The errors of a part, for data that `checkDetect` lets through.
 *
 * @throws SeqError "too-few-rows" for a part without an example
 */
export function* errorsOf(
  prepared: Prepared,
  part: PartName,
  term: LossTerm,
  predict: Predictor,
): Work<Errors> {
  const examples = partOf(prepared, part);
  if (examples.count === 0) throw tooFew(prepared);
  const outputs = (yield* predict(prepared, examples))[term.output] ?? new Float32Array();
  const points = pointsOf(term, outputs);
  const places = points.length / examples.count;
  const values = new Float64Array(points.length);
  for (let i = 0; i < examples.count; i++) {
    const truth = gather(prepared, examples, Int32Array.of(i)).fields[term.target]?.data ?? [];
    for (let k = 0; k < places; k++)
      values[i * places + k] = (points[i * places + k] ?? Number.NaN) - (truth[k] ?? Number.NaN);
  }
  const { targetFrom, targetTo } = exampleAt(examples, 0);
  return { examples, values, places, width: places / Math.max(1, targetTo - targetFrom) };
}

function tooFew({ spec, arranged }: Prepared): SeqError {
  const [rows, needed] = [arranged.table.rowCount, (spec.window ?? 0) + (spec.horizon ?? 0)];
  return new SeqError(
    "too-few-rows",
    `${rows} rows are there, and ${needed} are needed to judge one by those before it`,
    { help: "hand in more rows; lags and trailing means need some of their own", details: { rows, needed } },
  );
}

/** @throws SeqError "detect-needs" for targets that are no numbers, and for whole sequences */
export function checkDetect({ spec }: Prepared, { name }: LossTerm): void {
  if (!isOfNumbers(name))
    throw new SeqError("detect-needs", `detect needs a target of numbers; ${name} is a loss of classes`, {
      help: "predict the measured columns, for instance with `loss mae`",
      details: { loss: name },
    });
  if (spec.window === undefined)
    throw new SeqError("detect-needs", "detect needs a `window`: rows are judged by what came before them", {
      help: "add `window` and `horizon 1` to the data section",
    });
}

/** The standard deviation of the errors at each place; 1 where they do not vary. */
export function spreadOf({ values, places }: Errors): readonly number[] {
  const count = Math.max(1, values.length / places);
  return Array.from({ length: places }, (_, k) => {
    let sum = 0;
    for (let i = k; i < values.length; i += places) sum += values[i] ?? 0;
    const mean = sum / count;
    let squares = 0;
    for (let i = k; i < values.length; i += places) squares += ((values[i] ?? 0) - mean) ** 2;
    return Math.sqrt(squares / count) || 1;
  });
}

/**
 * One score for each row: the mean over its targets and over all forecasts that predict it, averaged over the last
 * `smooth` rows of its series, so that no score hangs on a later row.
 */
export function rowScores(
  errors: Errors,
  spread: readonly number[],
  { score, smooth }: { readonly score: "absolute" | "squared"; readonly smooth: number },
): RowScores {
  const { examples, values, places, width } = errors;
  const sums = new Map<number, { sum: number; count: number; series: number }>();
  for (let i = 0; i < examples.count; i++) {
    const { targetFrom, series } = exampleAt(examples, i);
    for (let k = 0; k < places; k++) {
      const row = targetFrom + Math.floor(k / width);
      const own = Math.abs(values[i * places + k] ?? Number.NaN) / (spread[k] ?? 1);
      const at = sums.get(row) ?? { sum: 0, count: 0, series };
      at.sum += score === "squared" ? own * own : own;
      at.count += 1;
      sums.set(row, at);
    }
  }
  const found = [...sums].sort(([a], [b]) => a - b);
  const series = Int32Array.from(found, ([, at]) => at.series);
  const means = Float64Array.from(found, ([, { sum, count }]) => sum / count);
  return { rows: Int32Array.from(found, ([row]) => row), series, scores: trailing(means, series, smooth) };
}

/** The mean over the last `steps` values of the same series, fewer at its start. */
function trailing(values: Float64Array, series: Int32Array, steps: number): Float64Array {
  return values.map((_, i) => {
    let [sum, count] = [0, 0];
    for (let k = i; k >= 0 && k > i - steps && series[k] === series[i]; k--) {
      sum += values[k] ?? 0;
      count++;
    }
    return sum / count;
  });
}
