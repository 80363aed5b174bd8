/** The loss of a batch: a sum of weighted terms, each the mean over examples and valid steps. */

import { internalFault } from "@seqloom/diagnostic";
import type { Params } from "@seqloom/nn";
import { add, cast, div, mul, reshape, sum, type Value, where } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";
import { sameShape, type Tensor } from "@seqloom/tensor";
import type { LossFunction } from "@seqloom/train";
import { losses } from "./carry-out/losses.ts";
import { carrierOf, type Named } from "./carry-out/setting.ts";
import type { Feedback, LossTerm } from "./loss-term.ts";
import { maskOf } from "./mask.ts";
import type { FieldBatch } from "./model.ts";
import { withOwnAnswers } from "./scheduled-sampling.ts";
import { carriedStates, type States } from "./truncated.ts";

export interface LossOptions {
  readonly model: LoweredModel;
  readonly terms: readonly LossTerm[];
  /** Weights of classes by target, where a loss balances them. */
  readonly classWeights?: Readonly<Record<string, Tensor>>;
  /** Which answers are fed back, and the share of true ones among them while training. */
  readonly teaching?: { readonly feedback: Feedback; readonly teacher: number };
}

export function lossOf({
  model,
  terms,
  classWeights = {},
  teaching,
}: LossOptions): LossFunction<FieldBatch, States> {
  return (params: Params, batch, mode, states) => {
    const { lengths, flow } = batch;
    const carried = carriedStates(states, flow?.goesOn);
    const apply = (given: FieldBatch["fields"]) =>
      model.apply(params, given, {
        ...mode,
        lengths,
        ...(carried !== undefined && { states: carried }),
      });
    const fields =
      teaching === undefined || mode.training !== true || mode.key === undefined
        ? batch.fields
        : withOwnAnswers(batch.fields, (given) => apply(given).outputs, { ...teaching, key: mode.key });
    const { outputs, states: after } = apply(fields);
    const parts = terms.map((term) => {
      const prediction = outputs[term.output];
      const target = fields[term.target];
      if (prediction === undefined || target === undefined) {
        throw internalFault(`the loss ${term.name} found no output ${term.output} or target ${term.target}`);
      }
      const steps = lengths[term.target];
      const mask = steps === undefined ? undefined : maskOf(steps, target.shape[1] ?? 0);
      const carrier = carrierOf(losses, term, "loss");
      const each = carrier(prediction, sameAxes(target, prediction, term), term, {
        classWeights: classWeights[term.target],
        mask,
      });
      return mul(term.weight, meanOf(each, mask));
    });
    const loss = parts.reduce((a, b) => add(a, b));
    return carried === undefined ? loss : { loss, carry: Object.fromEntries(after) };
  };
}

/** [batch, 1] and [batch], one target each, are the same numbers; anything else the checker has settled. */
function sameAxes(target: Value, prediction: Value, { name }: Named): Value {
  if (name === "crossEntropy" || sameShape(target.shape, prediction.shape)) return target;
  const size = (shape: readonly number[]) => shape.reduce((n, m) => n * m, 1);
  return size(target.shape) === size(prediction.shape) ? reshape(target, prediction.shape) : target;
}

/** The mean over all entries, or over those that are there. */
function meanOf(each: Value, mask: Value | undefined): Value {
  const count = each.shape.reduce((n, m) => n * m, 1);
  if (mask === undefined) return div(sum(each), count);
  const wide = reshape(
    mask,
    each.shape.map((_, axis) => mask.shape[axis] ?? 1),
  );
  const perStep = count / mask.shape.reduce((n, m) => n * m, 1);
  return div(sum(where(wide, each, 0)), mul(sum(cast(mask, each.dtype)), perStep));
}
