/** How well a model answers on one part of the data, by the metrics of the language. */
import { metricKinds, type PartName, type Prepared } from "@seqloom/data";
import type { Compiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import type { LoweredModel } from "@seqloom/seq";
import { metrics } from "./carry-out/metrics.ts";
import { carrierOf } from "./carry-out/setting.ts";
import { collect } from "./collect.ts";
import { dtypeOf, forwardOf } from "./forward.ts";
import type { LossTerm } from "./loss-term.ts";
import { answerItself, feedbackOf } from "./own-answers.ts";
import { isOfNumbers } from "./point.ts";
import type { Work } from "./work.ts";

export interface MeasureOptions {
  readonly model: LoweredModel;
  readonly prepared: Prepared;
  readonly part: PartName;
  /** The first term says which output answers which target, and in what form. */
  readonly term: LossTerm;
  readonly names: readonly string[];
  readonly compiler: Compiler;
  /**
   * Where answers are fed back: the true ones before each step, as in training, or the model's own, as in use. The
   * truth if left out.
   */
  readonly fed?: "truth" | "own";
}

/** Values by metric. */
export type Measured = Readonly<Record<string, number>>;

/** The model is compiled once; the last result is kept, since each metric asks for the same weights. */
export type Measure = (params: TensorParams) => Work<Measured>;

export function measurer(options: MeasureOptions): Measure {
  const { model, prepared, part, term, names, compiler, fed = "truth" } = options;
  const forward = forwardOf(model, compiler);
  const feedback = fed === "own" ? feedbackOf(prepared, [term]) : undefined;
  let last: { readonly params: TensorParams; readonly values: Measured } | undefined;
  return function* measure(params) {
    if (last?.params === params) return last.values;
    const answers = yield* collect({
      ...{ prepared, part, term },
      dtype: dtypeOf(params),
      run: (batch) =>
        (feedback === undefined ? forward(params, batch) : answerItself(forward, params, batch, feedback))
          .outputs[term.output],
    });
    const values = Object.fromEntries(
      names.map((name) => [name, carrierOf(metrics, { name, options: {} }, "metric")(answers)]),
    );
    last = { params, values };
    return values;
  };
}

/** What is told where a spec names no metrics. */
export function defaultMetrics({ name }: LossTerm): readonly string[] {
  if (!isOfNumbers(name)) return ["accuracy"];
  return name === "quantile" ? ["pinball", "coverage"] : ["mae", "rmse"];
}

/** A likelihood is one of the next symbol after true ones; after a model's own there is nothing to hold it against. */
export function ofOwnAnswers(names: readonly string[]): readonly string[] {
  return names.filter((name) => metricKinds.get(name) !== "loss");
}
