/** What a `detect { }` section asks for: the times at which the data are not as the model expects. */
import { type Prepared, quantileOf } from "@seqloom/data";
import type { CheckedSpec } from "@seqloom/seq";
import type { LossTerm } from "../loss-term.ts";
import type { Predictor } from "../predict.ts";
import { type Work, within } from "../work.ts";
import { runsAbove } from "./findings.ts";
import { errorsOf, rowScores, spreadOf } from "./scores.ts";

export type DetectSettings = NonNullable<CheckedSpec["detect"]>;

/** One time of unusual values. */
export interface Finding {
  readonly key: readonly string[];
  readonly from: number;
  /** The time of its last row. */
  readonly to: number;
  /** Rows from the first to the last. */
  readonly steps: number;
  readonly highest: number;
  /** When the score is highest. */
  readonly at: number;
}

/** What rows are measured by: drawn from the training and validation parts, and kept with the model. */
export interface DetectLimits {
  /** Of the errors in training, for each step of the horizon and each target. */
  readonly spread: readonly number[];
  readonly threshold: number;
  /** How many rows of the validation part the threshold is drawn from. */
  readonly validationRows: number;
}

export interface Detection {
  readonly limits: DetectLimits;
  /** Undefined where the threshold was given as a number. */
  readonly quantile: number | undefined;
  /** Whether times are moments, in milliseconds since 1970, and not numbers of rows. */
  readonly hasClock: boolean;
  /** In the order of series and time. */
  readonly findings: readonly Finding[];
  /** The values of the series columns, for each series; one empty list where there is a single series. */
  readonly keys: readonly (readonly string[])[];
  /** Of every row that was predicted: the number of its series, when it is, and its score. */
  readonly series: Int32Array;
  readonly times: Float64Array;
  readonly scores: Float64Array;
}

/** @throws SeqError "part-missing" without a validation part */
export function* limitsOf(
  prepared: Prepared,
  predict: Predictor,
  term: LossTerm,
  settings: DetectSettings,
): Work<DetectLimits> {
  const { threshold } = settings;
  const spread = spreadOf(yield* within(errorsOf(prepared, "train", term, predict), 0, 0.75));
  const validation = yield* within(errorsOf(prepared, "validation", term, predict), 0.75, 1);
  const { scores } = rowScores(validation, spread, settings);
  return {
    spread,
    threshold: "value" in threshold ? threshold.value : quantileOf(scores.toSorted(), threshold.quantile),
    validationRows: scores.length,
  };
}

/** Scores the rows of the test part, and puts those above the threshold together to findings. */
export function* detect(
  prepared: Prepared,
  predict: Predictor,
  term: LossTerm,
  settings: DetectSettings,
  limits: DetectLimits,
): Work<Detection> {
  const found = rowScores(yield* errorsOf(prepared, "test", term, predict), limits.spread, settings);
  const { rows, series, scores } = found;
  const { keys, time, times } = prepared.arranged;
  const timeAt = (place: number) => times[rows[place] ?? 0] ?? Number.NaN;
  return {
    limits,
    quantile: "quantile" in settings.threshold ? settings.threshold.quantile : undefined,
    hasClock: time?.kind === "clock",
    findings: runsAbove(found, limits.threshold, settings.merge).map(({ from, to, peak }) => ({
      key: keys[series[from] ?? 0] ?? [],
      from: timeAt(from),
      to: timeAt(to),
      steps: (rows[to] ?? 0) - (rows[from] ?? 0) + 1,
      highest: scores[peak] ?? Number.NaN,
      at: timeAt(peak),
    })),
    ...{ keys, series },
    times: Float64Array.from(rows, (row) => times[row] ?? Number.NaN),
    scores,
  };
}
