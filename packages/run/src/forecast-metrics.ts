/** Columns of the table of scores beyond those that are always there: what `forecast { metrics }` names. */
import { metricKinds, type Prepared, type Reported, restore } from "@seqloom/data";
import { metrics } from "./carry-out/metrics.ts";
import { carrierOf, numbersOf } from "./carry-out/setting.ts";
import type { LossTerm } from "./loss-term.ts";
import { widthOf } from "./point.ts";

const always: ReadonlySet<string> = new Set(["mae", "rmse", "mase", "direction"]);

/** The metrics that need a column of their own. */
export function furtherMetrics(names: readonly string[]): readonly string[] {
  return names.filter((name) => !always.has(name));
}

/** Whether a metric compares classes or likelihoods, and can be had from the model only. */
export function isOfClasses(name: string): boolean {
  const kind = metricKinds.get(name);
  return kind === "classes" || kind === "scores" || kind === "loss";
}

export interface Forecast {
  /** [count, horizon], in the units of the report column. */
  readonly actual: ArrayLike<number>;
  readonly points: ArrayLike<number>;
  /** Of a model that predicts quantiles: those of each level. A forecast of points has them all in one place. */
  readonly quantiles?: readonly ArrayLike<number>[];
  readonly levels: readonly number[];
}

/** Values by metric; NaN where a forecast has none, such as the coverage of points. */
export function furtherScores(
  names: readonly string[],
  { actual, points, quantiles, levels }: Forecast,
): Readonly<Record<string, number>> {
  const answers = {
    truth: Array.from(actual),
    predicted: Array.from(points),
    quantiles: (quantiles ?? levels.map(() => points)).map((values) => Array.from(values)),
    ...{ levels, isExact: [], scores: [], loss: Number.NaN, before: [], scales: [] },
  };
  return Object.fromEntries(
    names.map((name) => {
      const kind = metricKinds.get(name);
      const isThere =
        kind === "numbers" || (levels.length > 0 && (kind === "quantiles" || quantiles !== undefined));
      if (!isThere || isOfClasses(name)) return [name, Number.NaN];
      return [name, carrierOf(metrics, { name, options: {} }, "metric")(answers)];
    }),
  );
}

/** The predicted quantiles of each level in the units of the report column; undefined for other losses. */
export function quantilesOf(
  prepared: Prepared,
  reported: Reported,
  term: LossTerm,
  outputs: ArrayLike<number>,
): readonly Float64Array[] | undefined {
  if (term.name !== "quantile") return undefined;
  const width = widthOf(term);
  return numbersOf(term, "levels").map((_, k) => {
    const own = Float64Array.from(
      { length: outputs.length / width },
      (_, i) => outputs[i * width + k] ?? Number.NaN,
    );
    return restore(prepared, reported, own);
  });
}
