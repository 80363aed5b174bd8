/** What a `detect { }` section asks for: the times in the test part at which the data are not as the model expects. */
import { type PartName, type Prepared, quantileOf } from "@seqloom/data";
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

export interface Detection {
  readonly threshold: number;
  /** Undefined where the threshold was given as a number. */
  readonly quantile: number | undefined;
  /** Whether times are moments, in milliseconds since 1970, and not numbers of rows. */
  readonly hasClock: boolean;
  /** In the order of series and time. */
  readonly findings: readonly Finding[];
  /** Of every predicted row of the test part. */
  readonly times: Float64Array;
  readonly scores: Float64Array;
  /** How many rows of the validation part the threshold is drawn from. */
  readonly validationRows: number;
}

/**
 * Scores the test part. The spread of errors is that of the training part, the threshold that of the validation part.
 *
 * @throws SeqError "part-missing" without a validation part
 */
export function* detect(
  prepared: Prepared,
  predict: Predictor,
  term: LossTerm,
  settings: DetectSettings,
): Work<Detection> {
  const errors = (part: PartName, from: number, to: number) =>
    within(errorsOf(prepared, part, term, predict), from, to);
  const spread = spreadOf(yield* errors("train", 0, 0.6));
  const validation = rowScores(yield* errors("validation", 0.6, 0.8), spread, settings);
  const test = rowScores(yield* errors("test", 0.8, 1), spread, settings);
  const quantile = "quantile" in settings.threshold ? settings.threshold.quantile : undefined;
  const threshold =
    "value" in settings.threshold
      ? settings.threshold.value
      : quantileOf(validation.scores.toSorted(), settings.threshold.quantile);
  const { times, keys, time } = prepared.arranged;
  const timeAt = (place: number) => times[test.rows[place] ?? 0] ?? Number.NaN;
  const findings = runsAbove(test, threshold, settings.merge).map(({ from, to, peak }) => ({
    key: keys[test.series[from] ?? 0] ?? [],
    from: timeAt(from),
    to: timeAt(to),
    steps: (test.rows[to] ?? 0) - (test.rows[from] ?? 0) + 1,
    highest: test.scores[peak] ?? Number.NaN,
    at: timeAt(peak),
  }));
  return {
    ...{ threshold, quantile, findings, scores: test.scores },
    times: Float64Array.from(test.rows, (row) => times[row] ?? Number.NaN),
    hasClock: time?.kind === "clock",
    validationRows: validation.scores.length,
  };
}
