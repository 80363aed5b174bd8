/** The forecast of what is still to come, from the last rows there are. */
import { latest, type Prepared, report, restore } from "@seqloom/data";
import type { Predictor } from "./predict.ts";

export interface NextForecast {
  /** The column, in whose units the values are. */
  readonly name: string;
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
 * @param output  which of the model's outputs answers the reported target
 * @throws SeqError "too-few-rows", "known-missing"
 */
export function nextForecast(prepared: Prepared, predict: Predictor, output: string): NextForecast {
  const examples = latest(prepared);
  const reported = report(prepared, examples);
  const predictions = predict.run(prepared, examples)[output] ?? new Float32Array();
  const values = restore(prepared, reported, predictions);
  const { horizon, count, times, originTimes, last, series, name } = reported;
  return {
    name,
    series: Array.from({ length: count }, (_, i) => ({
      key: prepared.arranged.keys[series[i] ?? 0] ?? [],
      origin: originTimes[i] ?? Number.NaN,
      last: last[i] ?? Number.NaN,
      times: Array.from(times.subarray(i * horizon, (i + 1) * horizon)),
      values: Array.from(values.subarray(i * horizon, (i + 1) * horizon)),
    })),
  };
}
