/** Random choices inside a recorded step. */
import { SeqError } from "@seqloom/diagnostic";
import { less, mul, randomUniform, type Value, where } from "@seqloom/ops";
import { isFloat, type Shape } from "@seqloom/tensor";
import type { Mode } from "./module.ts";

/** true with probability 1 - share at each entry, bool of the given shape. */
export function keepMask(key: Value, shape: Shape, share: number, like: Value): Value {
  return less(randomUniform(key, shape, isFloat(like.dtype) ? like.dtype : "f32"), 1 - share);
}

/** x with a share of its entries replaced by 0 and the others divided by what is left of 1, so that the mean stays. */
export function dropped(x: Value, share: number, key: Value): Value {
  return share === 0 ? x : where(keepMask(key, x.shape, share, x), mul(x, 1 / (1 - share)), 0);
}

/**
 * The random key of a call, undefined outside training.
 *
 * @param what  the layer that needs it, for the message
 * @throws SeqError "key-missing" if training was asked for without a key
 */
export function trainingKey(mode: Mode, what: string): Value | undefined {
  if (mode.training !== true) return undefined;
  if (mode.key !== undefined) return mode.key;
  throw new SeqError("key-missing", `${what} is random while training and was given no key`, {
    help: "pass { training: true, key: keyTensor(rng(seed)) }, another key at every step",
    details: { what },
  });
}

/** @throws SeqError "share-range" unless 0 <= share < 1 */
export function checkShare(share: number, option: string): number {
  if (share >= 0 && share < 1) return share;
  throw new SeqError("share-range", `${option} is ${share}; a share lies from 0 to just under 1`, {
    help: "0.1 drops one value in ten",
    details: { option, share },
  });
}
