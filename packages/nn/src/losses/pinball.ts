/** The loss whose minimum is a quantile. */
import { expandDims, maximum, mul, sub, type Value } from "@seqloom/ops";
import { type FloatDType, isFloat, tensor } from "@seqloom/tensor";
import { checkParameters, type LossOptions, reduce } from "./reduction.ts";

export interface PinballOptions extends LossOptions {
  /** The levels, each between 0 and 1, in the order of the prediction's last axis. */
  readonly quantiles: readonly number[];
}

/**
 * max(q d, (q - 1) d) of the error d = target - prediction, for each quantile level q.
 *
 * @param prediction  [..., Q], one number for each level
 * @param target      [...]
 * @returns           the mean over targets and levels; [..., Q] with reduction `none`
 * @throws SeqError "loss-parameters" unless the last axis has one entry for each level, "loss-target"
 * @see Koenker & Bassett 1978, https://doi.org/10.2307/1913643
 * @example pinball(tensor([[1, 2, 3]]), tensor([2]), { quantiles: [0.1, 0.5, 0.9] })
 */
export function pinball(prediction: Value, target: Value, options: PinballOptions): Value {
  const { quantiles } = options;
  checkParameters("pinball", prediction.shape, target.shape, quantiles.map(String));
  const levels = tensor(
    [...quantiles],
    isFloat(prediction.dtype) ? prediction.dtype : ("f32" satisfies FloatDType),
  );
  const d = sub(expandDims(target, -1), prediction);
  return reduce(maximum(mul(levels, d), mul(sub(levels, 1), d)), options);
}
