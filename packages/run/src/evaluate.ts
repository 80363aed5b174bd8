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
import { numbersOf } from "./carry-out/setting.ts";
import { furtherMetrics, furtherScores, quantilesOf } from "./forecast-metrics.ts";
import type { LossTerm } from "./loss-term.ts";
import { pointsOf } from "./point.ts";

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
  /** Further metrics that the spec names; NaN where this forecast has none. */
  readonly further: Readonly<Record<string, number>>;
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

export interface EvaluateOptions {
  readonly prepared: Prepared;
  /** The loss that answers the reported target: it says what the outputs mean. */
  readonly term: LossTerm;
  /** Of the model for all examples of the test part, scaled, in their order. */
  readonly outputs: Float32Array | Float64Array;
  /** Naive is always among them, whether named or not. */
  readonly baselines: readonly BaselineSpec[];
  /** As `forecast { metrics }` names them. */
  readonly metrics: readonly string[];
  /** Further values of the model that its forecast alone does not tell: metrics of classes. */
  readonly measured: Readonly<Record<string, number>>;
  readonly seed: number;
}

/** Scores a model's predictions on the test part against the baselines. */
export function evaluate(options: EvaluateOptions): Evaluation {
  const { prepared, term, outputs, baselines, seed } = options;
  const reported = report(prepared, partOf(prepared, "test"));
  const scales = naiveScales(prepared, reported);
  const last = Float64Array.from(
    reported.actual,
    (_, i) => reported.last[Math.floor(i / reported.horizon)] ?? Number.NaN,
  );
  const names = furtherMetrics(options.metrics);
  const { actual } = reported;
  const levels = numbersOf(term, "levels");
  const score = (name: string, forecast: Float64Array): Score => ({
    name,
    mae: mae(reported.actual, forecast),
    rmse: rmse(reported.actual, forecast),
    mase: mase(reported.actual, forecast, scales),
    direction: direction(reported.actual, forecast, last),
    forecast,
    further: furtherScores(names, { actual, points: forecast, levels }),
  });
  const rivals: readonly BaselineSpec[] = baselines.some((own) => own.kind === "naive")
    ? baselines
    : [{ kind: "naive" }, ...baselines];
  const points = restore(prepared, reported, pointsOf(term, outputs));
  const quantiles = quantilesOf(prepared, reported, term, outputs);
  const model: Score = {
    ...score("model", points),
    further: {
      ...furtherScores(names, { actual, points, levels, ...(quantiles !== undefined && { quantiles }) }),
      ...options.measured,
    },
  };
  const others = rivals.map((own) => score(baselineName(own), baselineForecast(prepared, reported, own)));
  const naive = others.find((own) => own.name === "naive") ?? model;
  const compared = skill(
    errorsPerOrigin(reported, model.forecast),
    errorsPerOrigin(reported, naive.forecast),
    { rng: rng(seed), block: blockOf(reported, prepared.spec.stride) },
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

/** Forecasts of overlapping horizons err together, so a block is no shorter than a horizon. */
function blockOf({ count, horizon }: Reported, stride = 1): number {
  return Math.max(Math.ceil(Math.cbrt(count)), Math.ceil(horizon / stride));
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

/** What the sentence needs of an evaluation. */
export interface Compared {
  readonly skill: Pick<Skill, "skill" | "low" | "high">;
  readonly verdict: Verdict;
  readonly reported: Pick<Reported, "count" | "name">;
}

/** One sentence that says whether the model beats naive, and how sure that is. */
export function headline({ skill: { skill: share, low, high }, verdict, reported }: Compared): string {
  const percent = (x: number) =>
    Number.isFinite(x) ? `${(100 * x).toFixed(1).replace(/^-(0\.0)$/, "$1")} %` : "any size";
  const interval = (from: number, to: number) => `95 % interval ${percent(from)} to ${percent(to)}`;
  const luck = low <= 0 && high >= 0 ? ", which can be luck" : "";
  const of = `on ${reported.count} test forecasts of ${reported.name}`;
  switch (verdict) {
    case "better":
      return `The model beats naive ${of}: its mean absolute error is ${percent(share)} smaller (${interval(low, high)}).`;
    case "perhaps better":
      return `The model does not clearly beat naive ${of}: its mean absolute error is ${percent(share)} smaller${luck} (${interval(low, high)}).`;
    case "not better":
      if (!Number.isFinite(share)) return `The model does not beat naive ${of}: naive makes no error there.`;
      return `The model does not beat naive ${of}: its mean absolute error is ${percent(-share)} larger${luck} (${interval(-high, -low)}).`;
    default:
      return verdict satisfies never;
  }
}
