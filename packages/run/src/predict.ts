/** A trained model over all examples of a part, batch by batch. */
import { type Examples, gather, type Prepared } from "@seqloom/data";
import type { Compiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import type { LoweredModel } from "@seqloom/seq";
import { dtypeOf, type Forward, forwardOf, type TensorBatch } from "./forward.ts";
import type { LossTerm } from "./loss-term.ts";
import { answerItself, feedbackOf } from "./own-answers.ts";
import type { Work } from "./work.ts";

/** Outputs by name, for the examples in their order; the first axis counts examples. */
export type Predictions = Readonly<Record<string, Float32Array | Float64Array>>;

/** Where answers are fed back, the model gets its own. */
export type Predictor = (prepared: Prepared, examples: Examples) => Work<Predictions>;

/** Examples in a batch of prediction; it need not be that of training. */
const batchSize = 64;

export interface PredictorOptions {
  readonly model: LoweredModel;
  readonly params: TensorParams;
  /** They say how answers are fed back. */
  readonly terms: readonly LossTerm[];
  readonly compiler: Compiler;
}

export function predictor({ model, params, terms, compiler }: PredictorOptions): Predictor {
  const forward = forwardOf(model, compiler);
  return function* run(prepared, examples) {
    const found = new Map<string, { data: Float32Array | Float64Array; at: number }>();
    for (let from = 0; from < examples.count; from += batchSize) {
      const count = Math.min(batchSize, examples.count - from);
      const indices = Int32Array.from({ length: count }, (_, i) => from + i);
      const outputs = answer(forward, params, prepared, examples, indices, terms);
      for (const [name, output] of Object.entries(outputs)) {
        const size = (output.size / count) * examples.count;
        const data = output.dtype === "f64" ? new Float64Array(size) : new Float32Array(size);
        const kept = found.get(name) ?? { data, at: 0 };
        kept.data.set(output.data, kept.at);
        kept.at += output.size;
        found.set(name, kept);
      }
      yield (from + count) / examples.count;
    }
    return Object.fromEntries([...found].map(([name, { data }]) => [name, data]));
  };
}

function answer(
  forward: Forward,
  params: TensorParams,
  prepared: Prepared,
  examples: Examples,
  indices: Int32Array,
  terms: readonly LossTerm[],
) {
  const feedback = feedbackOf(prepared, terms);
  const { fields, lengths } = gather(prepared, examples, indices, {
    dtype: dtypeOf(params),
    inputsOnly: feedback === undefined,
  });
  if (feedback === undefined) return forward(params, { fields, lengths }).outputs;
  return answerItself(forward, params, withoutTargets(prepared, { fields, lengths }), feedback).outputs;
}

/** Targets may be still to come; of what is fed back the first step is known. */
function withoutTargets({ fields }: Prepared, batch: TensorBatch): TensorBatch {
  const isAsked = ([name]: readonly [string, unknown]) =>
    !fields.some((field) => field.name === name && field.role === "target");
  return {
    fields: Object.fromEntries(Object.entries(batch.fields).filter(isAsked)),
    lengths: Object.fromEntries(Object.entries(batch.lengths).filter(isAsked)),
  };
}
