/** Squared for small errors, absolute for large ones: Huber's loss and smooth L1, which is the same over beta. */
import { SeqError } from "@seqloom/diagnostic";
import { abs, div, minimum, mul, sub, type Value } from "@seqloom/ops";
import { l1 } from "./l1.ts";
import { checkTarget, type LossOptions, reduce } from "./reduction.ts";

export interface HuberOptions extends LossOptions {
  /** The error from which the loss grows linearly; 1 if left out. */
  readonly delta?: number;
}

/**
 * d^2 / 2 for an error d up to delta, delta (|d| - delta / 2) beyond.
 *
 * @param target  of the shape of the prediction
 * @returns       a scalar, or one loss for each entry with reduction `none`
 * @throws SeqError "loss-target" if the shapes differ, "loss-option" unless delta > 0
 * @see Huber 1964, https://doi.org/10.1214/aoms/1177703732
 * @example huber(tensor([0.5, 3]), tensor([0, 0]))  // (0.125 + 2.5) / 2
 */
export function huber(prediction: Value, target: Value, options: HuberOptions = {}): Value {
  const { delta = 1 } = options;
  checkTarget("huber", prediction.shape, target.shape);
  if (!(delta > 0)) throw optionError("huber", "delta", delta, "use a number above 0, or l1");
  return reduce(bent(prediction, target, delta), options);
}

export interface SmoothL1Options extends LossOptions {
  /** The error up to which the loss is squared; 1 if left out, 0 is `l1`. */
  readonly beta?: number;
}

/**
 * d^2 / (2 beta) for an error d up to beta, |d| - beta / 2 beyond: `huber` divided by beta.
 *
 * @param target  of the shape of the prediction
 * @returns       a scalar, or one loss for each entry with reduction `none`
 * @throws SeqError "loss-target" if the shapes differ, "loss-option" if beta < 0
 * @see Girshick 2015, https://arxiv.org/abs/1504.08083
 */
export function smoothL1(prediction: Value, target: Value, options: SmoothL1Options = {}): Value {
  const { beta = 1 } = options;
  if (beta === 0) return l1(prediction, target, options);
  checkTarget("smoothL1", prediction.shape, target.shape);
  if (!(beta > 0)) throw optionError("smoothL1", "beta", beta, "use 0 or a number above it");
  return reduce(div(bent(prediction, target, beta), beta), options);
}

/** With m = min(|d|, bend): m (|d| - m / 2) is both branches at once. */
function bent(prediction: Value, target: Value, bend: number): Value {
  const size = abs(sub(prediction, target));
  const squared = minimum(size, bend);
  return mul(squared, sub(size, mul(0.5, squared)));
}

function optionError(loss: string, option: string, value: number, help: string): SeqError {
  return new SeqError("loss-option", `${loss}: ${option} is ${value}`, {
    help,
    details: { loss, option, value },
  });
}
