/** Random choices inside a recorded step. */
import { SeqError } from "@seqloom/diagnostic";
import { less, randomUniform, type Value } from "@seqloom/ops";
import { isFloat, type Shape } from "@seqloom/tensor";
import type { Mode } from "./module.ts";

/** true with probability 1 - share at each entry, bool of the given shape. */
export function keepMask(key: Value, shape: Shape, share: number, like: Value): Value {
  return less(randomUniform(key, shape, isFloat(like.dtype) ? like.dtype : "f32"), 1 - share);
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
