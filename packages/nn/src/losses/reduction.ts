/** What losses have in common: checks of the target, what does not count, and how many numbers become one. */
import { SeqError } from "@seqloom/diagnostic";
import { broadcastTo, cast, div, mean, slice, squeeze, sum, type Value, where } from "@seqloom/ops";
import { formatShape, type Shape, sameShape } from "@seqloom/tensor";

/** `mean` over everything that counts, `sum`, or `none`: one loss for each entry. */
export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  /** `mean` if left out. */
  readonly reduction?: Reduction;
  /** True where an entry counts, of the shape of the losses or one that broadcasts to it: padding is left out. */
  readonly mask?: Value;
}

/** Losses to one loss. With a mask the mean is over what counts; NaN if nothing does. */
export function reduce(losses: Value, { reduction = "mean", mask }: LossOptions): Value {
  const counted = mask === undefined ? losses : where(mask, losses, 0);
  if (reduction === "none") return counted;
  if (reduction === "sum") return sum(counted);
  if (mask === undefined) return mean(losses);
  const count = sum(cast(broadcastTo(cast(mask, "bool"), losses.shape), losses.dtype));
  return div(sum(counted), count);
}

/** @throws SeqError "loss-target": shapes that merely broadcast are nearly always a mistake */
export function checkTarget(loss: string, prediction: Shape, target: Shape, want: Shape = prediction): void {
  if (sameShape(target, want)) return;
  const expected = sameShape(prediction, want) ? "" : `, which calls for ${formatShape(want)}`;
  throw new SeqError(
    "loss-target",
    `${loss}: the target is ${formatShape(target)}, the prediction ${formatShape(prediction)}${expected}`,
    {
      help: "give one target for each prediction; reshape or squeeze the one that has an axis too many",
      details: { loss, prediction, target, want },
    },
  );
}

/**
 * Checks a prediction whose last axis holds the parameters of a distribution, or one number for each quantile.
 *
 * @throws SeqError "loss-parameters" if the last axis has another size; "loss-target" as `checkTarget`
 */
export function checkParameters(
  loss: string,
  prediction: Shape,
  target: Shape,
  names: readonly string[],
): void {
  if (prediction.at(-1) !== names.length) {
    throw new SeqError(
      "loss-parameters",
      `${loss}: the last axis of the prediction ${formatShape(prediction)} must hold ${names.length} numbers: ${names.join(", ")}`,
      {
        help: `end the model with a linear layer that gives ${names.length} numbers for each target`,
        details: { loss, prediction, parameters: names },
      },
    );
  }
  checkTarget(loss, prediction, target, prediction.slice(0, -1));
}

/** The i-th entry of the last axis, without that axis. */
export function entry(prediction: Value, i: number): Value {
  return squeeze(slice(prediction, -1, i, i + 1), -1);
}
