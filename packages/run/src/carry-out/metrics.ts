/** Metrics by the names of the language, from what a pass over a part has collected. */
import {
  accuracy,
  auc,
  bitsPerCharacter,
  coverage,
  crps,
  direction,
  macroF1,
  mae,
  mape,
  mase,
  mse,
  perplexity,
  pinball,
  r2,
  rmse,
  smape,
} from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import { tables } from "@seqloom/seq";

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
  mase: (answers) => mase(answers.truth, answers.predicted, needing(answers.scales, "mase")),
  direction: (answers) =>
    direction(answers.truth, answers.predicted, needing(answers.before, "direction")).share,
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
export const largerIsBetter: ReadonlySet<string> = new Set(
  tables.metrics.filter(({ better }) => better === "larger").map(({ name }) => name),
);

/** @throws SeqError "metric-needs" */
function needing(values: readonly number[], metric: string): readonly number[] {
  if (values.length > 0) return values;
  throw new SeqError(
    "metric-needs",
    `${metric} needs a forecast of numbers, with \`horizon\` and a time axis`,
    {
      help: `leave ${metric} out of the metrics`,
      details: { metric },
    },
  );
}
