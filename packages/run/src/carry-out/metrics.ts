/** Metrics by the names of the language, from what a pass over a part has collected. */
import {
  accuracy,
  auc,
  bitsPerCharacter,
  coverage,
  crps,
  macroF1,
  mae,
  mape,
  mse,
  perplexity,
  pinball,
  r2,
  rmse,
  smape,
} from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";

/** What the model said and what was true, over all examples of a part; only steps that are there. */
export interface Answers {
  /** Numbers, or places of classes. */
  readonly truth: readonly number[];
  /** Numbers, or the likeliest classes. */
  readonly predicted: readonly number[];
  /** For classes: whether each sequence is right at every step. */
  readonly isExact: readonly boolean[];
  /** For two classes or 0 and 1: the score of the second. */
  readonly scores: readonly number[];
  /** The mean cross entropy in nats, or the loss itself. */
  readonly loss: number;
  /** For quantiles: the levels, and the predictions of each. */
  readonly levels: readonly number[];
  readonly quantiles: readonly (readonly number[])[];
  /** The value known before each truth, where there is one. */
  readonly before: readonly number[];
  /** What one-step naive errs in training, per truth; for MASE. */
  readonly scales: readonly number[];
}

export const metrics: Readonly<Record<string, (answers: Answers) => number>> = {
  mae: ({ truth, predicted }) => mae(truth, predicted),
  mse: ({ truth, predicted }) => mse(truth, predicted),
  rmse: ({ truth, predicted }) => rmse(truth, predicted),
  r2: ({ truth, predicted }) => r2(truth, predicted),
  mape: ({ truth, predicted }) => mape(truth, predicted),
  smape: ({ truth, predicted }) => smape(truth, predicted),
  mase: (answers) =>
    needing(answers.scales, "mase", "a forecast with `horizon` and a time axis", (scales) =>
      mase(answers, scales),
    ),
  direction: (answers) =>
    needing(answers.before, "direction", "a forecast with `horizon` and a time axis", (before) =>
      directionShare(answers, before),
    ),
  pinball: ({ truth, quantiles, levels }) =>
    levels.reduce((sum, level, i) => sum + pinball(truth, quantiles[i] ?? [], level), 0) / levels.length,
  crps: ({ truth, quantiles, levels }) => crps(truth, quantiles, levels),
  coverage: ({ truth, quantiles }) => coverage(truth, quantiles[0] ?? [], quantiles.at(-1) ?? []).share,
  accuracy: ({ truth, predicted }) => accuracy(truth, predicted),
  exact: ({ isExact }) => isExact.filter((right) => right).length / isExact.length,
  macroF1: ({ truth, predicted }) => macroF1(truth, predicted),
  auc: ({ truth, scores }) => auc(truth, scores),
  bitsPerCharacter: ({ loss }) => bitsPerCharacter(loss),
  perplexity: ({ loss }) => perplexity(loss),
};

/** Metrics of which more is better. */
export const largerIsBetter: ReadonlySet<string> = new Set([
  "r2",
  "direction",
  "accuracy",
  "exact",
  "macroF1",
  "auc",
  "coverage",
]);

function needing(
  values: readonly number[],
  metric: string,
  what: string,
  f: (values: readonly number[]) => number,
): number {
  if (values.length > 0) return f(values);
  throw new SeqError("metric-needs", `${metric} needs ${what}`, {
    help: `leave ${metric} out of the metrics`,
    details: { metric },
  });
}

function mase({ truth, predicted }: Answers, scales: readonly number[]): number {
  return (
    truth.reduce((sum, y, i) => sum + Math.abs(y - (predicted[i] ?? Number.NaN)) / (scales[i] ?? 1), 0) /
    truth.length
  );
}

function directionShare({ truth, predicted }: Answers, before: readonly number[]): number {
  const calls = truth
    .map((y, i) => Math.sign(y - (before[i] ?? 0)) * Math.sign((predicted[i] ?? 0) - (before[i] ?? 0)))
    .filter((call) => call !== 0);
  return calls.filter((call) => call > 0).length / calls.length;
}
