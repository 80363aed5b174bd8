/** The model beside its baselines on one part of the data, in the units of the report column. */
import {
  type BaselineSpec,
  baselineForecast,
  baselineName,
  direction,
  mae,
  mase,
  naiveScales,
  type Prepared,
  type Proportion,
  partOf,
  type Reported,
  report,
  restore,
  rmse,
  type Skill,
  skill,
} from "@seqloom/data";
import { rng } from "@seqloom/tensor";

/** One line of the table. */
export interface Score {
  readonly name: string;
  readonly mae: number;
  readonly rmse: number;
  readonly mase: number;
  /** How often it moved the right way from the last known value, with its 95 % interval. */
  readonly direction: Proportion;
  /** [count, horizon], in the units of the report column. */
  readonly forecast: Float64Array;
}

export interface Evaluation {
  readonly reported: Reported;
  /** The model first, then the baselines in their order. */
  readonly scores: readonly Score[];
  /** 1 minus the ratio of mean absolute errors against naive, with a 95 % interval. */
  readonly skill: Skill;
  readonly verdict: Verdict;
  /** Values of the report column before the first forecast, the last known one last. */
  readonly history: { readonly times: Float64Array; readonly values: Float64Array };
  /** Whether times are moments, in milliseconds since 1970, and not numbers of steps. */
  readonly hasClock: boolean;
}

/** Whether the model errs less than the naive forecast, and whether that could be luck. */
export type Verdict = "better" | "perhaps better" | "not better";

/**
 * Scores a model's predictions on the test part against the baselines.
 *
 * @param predictions  outputs of the model for all examples of the part, scaled, in their order
 * @param baselines    naive is always among them, whether named or not
 */
export function evaluate(
  prepared: Prepared,
  predictions: ArrayLike<number>,
  baselines: readonly BaselineSpec[],
  seed: number,
): Evaluation {
  const reported = report(prepared, partOf(prepared, "test"));
  const scales = naiveScales(prepared, reported);
  const last = Float64Array.from(
    reported.actual,
    (_, i) => reported.last[Math.floor(i / reported.horizon)] ?? Number.NaN,
  );
  const score = (name: string, forecast: Float64Array): Score => ({
    name,
    mae: mae(reported.actual, forecast),
    rmse: rmse(reported.actual, forecast),
    mase: mase(reported.actual, forecast, scales),
    direction: direction(reported.actual, forecast, last),
    forecast,
  });
  const rivals: readonly BaselineSpec[] = baselines.some((own) => own.kind === "naive")
    ? baselines
    : [{ kind: "naive" }, ...baselines];
  const model = score("model", restore(prepared, reported, predictions));
  const others = rivals.map((own) => score(baselineName(own), baselineForecast(prepared, reported, own)));
  const naive = others.find((own) => own.name === "naive") ?? model;
  const compared = skill(
    errorsPerOrigin(reported, model.forecast),
    errorsPerOrigin(reported, naive.forecast),
    { rng: rng(seed) },
  );
  const verdict = compared.low > 0 ? "better" : compared.skill > 0 ? "perhaps better" : "not better";
  return {
    reported,
    scores: [model, ...others],
    skill: compared,
    verdict,
    history: historyOf(prepared, reported),
    hasClock: prepared.arranged.time?.kind === "clock",
  };
}

function historyOf({ arranged }: Prepared, { rows, way, examples }: Reported): Evaluation["history"] {
  const start = way.from[examples.series[0] ?? 0] ?? 0;
  const first = rows[0] ?? start;
  return { times: arranged.times.slice(start, first), values: way.values.slice(start, first) };
}

/** Mean absolute error over the horizon of each forecast. */
function errorsPerOrigin({ count, horizon, actual }: Reported, forecast: Float64Array): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    let total = 0;
    for (let k = 0; k < horizon; k++)
      total += Math.abs((actual[i * horizon + k] ?? Number.NaN) - (forecast[i * horizon + k] ?? Number.NaN));
    return total / horizon;
  });
}

/** One sentence that says whether the model beats naive, and how sure that is. */
export function headline({ skill: { skill: share, low, high }, verdict, reported }: Evaluation): string {
  const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
  const range = `95 % interval ${percent(low)} to ${percent(high)}`;
  const of = `on ${reported.count} test forecasts of ${reported.name}`;
  switch (verdict) {
    case "better":
      return `The model beats naive ${of}: its mean absolute error is ${percent(share)} smaller (${range}).`;
    case "perhaps better":
      return `The model does not clearly beat naive ${of}: its mean absolute error is ${percent(share)} smaller, which can be luck (${range}).`;
    case "not better":
      return `The model does not beat naive ${of}: its mean absolute error is ${percent(-share)} larger (${range} smaller).`;
    default:
      return verdict satisfies never;
  }
}
