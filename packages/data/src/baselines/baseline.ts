/** Baselines for the examples of prepared data, in the units of the report column. */
import { SeqError } from "@seqloom/diagnostic";
import type { Step } from "../2-time/step.ts";
import { naiveScale } from "../metrics/errors.ts";
import { type Prepared, partOf } from "../prepare.ts";
import { historyOf, type Reported, report, restore, stepsAhead } from "../report/reported.ts";
import { linearForecast } from "./linear.ts";
import { drift, mean, naive, type SeriesForecast, seasonal, theta } from "./series.ts";

/** A forecast to hold a model against. `linear` is a ridge regression on the same inputs as the model's (linear.ts). */
export type BaselineSpec =
  | { readonly kind: "naive" }
  | { readonly kind: "drift" }
  | { readonly kind: "mean" }
  | { readonly kind: "linear" }
  | { readonly kind: "theta" }
  | { readonly kind: "seasonal"; readonly season: number };

/** Names of all baselines. */
export const baselineNames: readonly BaselineSpec["kind"][] = [
  "naive",
  "drift",
  "mean",
  "seasonal",
  "linear",
  "theta",
];

/** `seasonal(12)`, `naive`. */
export function baselineName(baseline: BaselineSpec): string {
  return baseline.kind === "seasonal" ? `seasonal(${baseline.season})` : baseline.kind;
}

/**
 * The baselines of a forecast that names none: naive, drift, seasonal where the step of the time axis has a season, and
 * linear; for independent rows the mean and linear.
 */
export function defaultBaselines({ arranged }: Prepared): BaselineSpec[] {
  if (!arranged.frame.isTimed) return [{ kind: "mean" }, { kind: "linear" }];
  const season = seasonOf(arranged.step);
  const seasons: BaselineSpec[] = season === undefined ? [] : [{ kind: "seasonal", season }];
  return [{ kind: "naive" }, { kind: "drift" }, ...seasons, { kind: "linear" }];
}

const hourMs = 3_600_000;

/** The season one expects of a step: a day of hours, a week of days, a year of months or quarters. */
export function seasonOf(step: Step | undefined): number | undefined {
  if (step === undefined) return undefined;
  if (step.kind === "businessDay") return 5;
  if (step.kind === "months") return step.count < 12 && 12 % step.count === 0 ? 12 / step.count : undefined;
  if (step.ms < 24 * hourMs)
    return Number.isInteger((24 * hourMs) / step.ms) ? (24 * hourMs) / step.ms : undefined;
  return step.ms === 24 * hourMs ? 7 : undefined;
}

/**
 * The forecasts of a baseline for the same examples, origins and horizon as the model's. Each sees its series up to the
 * origin and nothing after it.
 *
 * @returns [count, horizon], in the units of the report column
 * @throws SeqError "baseline-without-time" for independent rows, which only `mean` and `linear` suit
 */
export function baselineForecast(
  prepared: Prepared,
  reported: Reported,
  baseline: BaselineSpec,
): Float64Array {
  if (baseline.kind === "linear") return restore(prepared, reported, linearForecast(prepared, reported));
  if (!prepared.arranged.frame.isTimed) return trainingMean(prepared, reported, baseline);
  const forecast = forecastOf(baseline);
  const { count, horizon } = reported;
  const out = new Float64Array(count * horizon);
  for (let i = 0; i < count; i++) {
    const skipped = stepsAhead(reported, i) - 1;
    const ahead = forecast(historyOf(reported, i), skipped + horizon);
    out.set(ahead.subarray(skipped), i * horizon);
  }
  return out;
}

function forecastOf(baseline: Exclude<BaselineSpec, { kind: "linear" }>): SeriesForecast {
  switch (baseline.kind) {
    case "naive":
      return naive;
    case "drift":
      return drift;
    case "mean":
      return mean;
    case "theta":
      return theta;
    case "seasonal":
      return seasonal(baseline.season);
    default:
      throw unknownBaseline(baseline);
  }
}

/** A record that came as JSON may hold anything. */
function unknownBaseline(baseline: never): SeqError {
  return new SeqError("baseline-unknown", `there is no baseline ${JSON.stringify(baseline)}`, {
    help: `baselines: ${baselineNames.join(", ")}`,
    details: { baseline },
  });
}

function trainingMean(prepared: Prepared, reported: Reported, baseline: BaselineSpec): Float64Array {
  if (baseline.kind !== "mean") {
    throw new SeqError(
      "baseline-without-time",
      `${baselineName(baseline)} needs an order of rows, and these have none`,
      {
        help: "use mean or linear, or say which column is the time",
        details: { baseline: baselineName(baseline) },
      },
    );
  }
  const { actual } = report(prepared, partOf(prepared, "train"));
  const value = actual.reduce((sum, own) => sum + own, 0) / actual.length;
  return new Float64Array(reported.count * reported.horizon).fill(value);
}

/**
 * The scale of MASE for each entry of a forecast: how much the (seasonal) naive forecast errs in the training part of
 * the entry's own series.
 *
 * @returns [count, horizon]
 * @throws SeqError "season-too-long"
 */
export function naiveScales(prepared: Prepared, reported: Reported, season = 1): Float64Array {
  const train = report(prepared, partOf(prepared, "train"));
  const ends = new Map<number, number>();
  train.rows.forEach((row, at) => {
    const series = train.series[Math.floor(at / train.horizon)] ?? 0;
    ends.set(series, Math.max(ends.get(series) ?? 0, row + 1));
  });
  const { values, from } = train.way;
  const scales = new Map(
    [...ends].map(([series, end]) => [series, naiveScale(values.subarray(from[series] ?? 0, end), season)]),
  );
  return Float64Array.from(
    { length: reported.count * reported.horizon },
    (_, at) => scales.get(reported.series[Math.floor(at / reported.horizon)] ?? 0) ?? Number.NaN,
  );
}
