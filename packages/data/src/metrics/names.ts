/** The one list of metrics that a spec can name. */

/** What a metric compares: numbers, quantiles, intervals, classes, scores of two classes, or the loss itself. */
export type MetricKind = "numbers" | "quantiles" | "intervals" | "classes" | "scores" | "loss";

/** Every metric by name, and what it needs. */
export const metricKinds: ReadonlyMap<string, MetricKind> = new Map<string, MetricKind>([
  ["mae", "numbers"],
  ["mse", "numbers"],
  ["rmse", "numbers"],
  ["r2", "numbers"],
  ["mape", "numbers"],
  ["smape", "numbers"],
  ["mase", "numbers"],
  ["direction", "numbers"],
  ["pinball", "quantiles"],
  ["crps", "quantiles"],
  ["coverage", "intervals"],
  ["accuracy", "classes"],
  ["exact", "classes"],
  ["macroF1", "classes"],
  ["auc", "scores"],
  ["bitsPerCharacter", "loss"],
  ["perplexity", "loss"],
]);
