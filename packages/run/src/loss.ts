/** The loss of a batch: a sum of weighted terms, each the mean over examples and valid steps. */

import { SeqError } from "@seqloom/diagnostic";
import type { Params } from "@seqloom/nn";
import { add, cast, div, mul, reshape, sum, type Value, where } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";
import { sameShape, type Tensor } from "@seqloom/tensor";
import type { LossFunction } from "@seqloom/train";
import { losses } from "./carry-out/losses.ts";
import { carrierOf, type Named } from "./carry-out/setting.ts";
import { maskOf } from "./mask.ts";
import type { FieldBatch } from "./model.ts";

/** One term: which loss, of which output against which target. */
export interface LossTerm {
  readonly loss: Named;
  readonly weight: number;
  /** The model's result; its only one if left out. */
  readonly output?: string;
  /** The target field; the only one if left out. */
  readonly target?: string;
}

export interface LossOptions {
  readonly model: LoweredModel;
  readonly terms: readonly LossTerm[];
  /** Names of the target fields. */
  readonly targets: readonly string[];
  /** Weights of classes by target, where a loss balances them. */
  readonly classWeights?: Readonly<Record<string, Tensor>>;
}

export function lossOf({
  model,
  terms,
  targets,
  classWeights = {},
}: LossOptions): LossFunction<FieldBatch, Record<string, never>> {
  return (params: Params, { fields, lengths }, mode) => {
    const { outputs } = model.apply(params, fields, { ...mode, lengths });
    const parts = terms.map((term) => {
      const name = term.target ?? onlyOf(targets, "target");
      const prediction =
        outputs[term.output ?? (outputs[name] === undefined ? onlyOf(Object.keys(outputs), "output") : name)];
      const target = fields[name];
      if (prediction === undefined || target === undefined)
        throw new SeqError("internal", `internal: the loss found no output or target for ${name}`);
      const mask = lengths[name] === undefined ? undefined : maskOf(lengths[name], target.shape[1] ?? 0);
      const carrier = carrierOf(losses, term.loss, "loss");
      const each = carrier(prediction, sameAxes(target, prediction, term.loss), term.loss, {
        classWeights: classWeights[name],
        mask,
      });
      return mul(term.weight, meanOf(each, mask));
    });
    return parts.reduce((a, b) => add(a, b));
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
  return div(sum(where(wide, each, 0)), mul(sum(cast(mask, "f32")), perStep));
}

function onlyOf(names: readonly string[], what: string): string {
  const [name] = names;
  if (name !== undefined && names.length === 1) return name;
  throw new SeqError("internal", `internal: the loss names no ${what} and there are ${names.length}`);
}
