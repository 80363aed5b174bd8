/** The forecast of what is still to come, from the last rows there are. */
import { latest, type Prepared, report, restore } from "@seqloom/data";
import type { LossTerm } from "./loss-term.ts";
import { pointsOf, termOf } from "./point.ts";
import type { Predictor } from "./predict.ts";
import type { Work } from "./work.ts";

export interface NextForecast {
  /** The column, in whose units the values are. */
  readonly name: string;
  /** Whether times are moments, in milliseconds since 1970, and not numbers of rows. */
  readonly hasClock: boolean;
  /** For each series: its key, when the forecast was made, the last known value, and the steps to come. */
  readonly series: readonly {
    readonly key: readonly string[];
    readonly origin: number;
    readonly last: number;
    readonly times: readonly number[];
    readonly values: readonly number[];
  }[];
}

/**
 * @param terms  they say which of the model's outputs answers the reported target
 * @throws SeqError "too-few-rows", "known-missing"
 */
export function* nextForecast(
  prepared: Prepared,
  predict: Predictor,
  terms: readonly LossTerm[],
): Work<NextForecast> {
  const examples = latest(prepared);
  const reported = report(prepared, examples);
  const term = termOf(terms, reported.field);
  const predictions = (yield* predict(prepared, examples))[term.output] ?? new Float32Array();
  const values = restore(prepared, reported, pointsOf(term, predictions));
  const { horizon, count, times, originTimes, last, series, name } = reported;
  return {
    name,
    hasClock: prepared.arranged.time?.kind === "clock",
    series: Array.from({ length: count }, (_, i) => ({
      key: prepared.arranged.keys[series[i] ?? 0] ?? [],
      origin: originTimes[i] ?? Number.NaN,
      last: last[i] ?? Number.NaN,
      times: Array.from(times.subarray(i * horizon, (i + 1) * horizon)),
      values: Array.from(values.subarray(i * horizon, (i + 1) * horizon)),
    })),
  };
}
