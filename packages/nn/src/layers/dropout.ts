/** Values left out at random while training. */
import { SeqError } from "@seqloom/diagnostic";
import { zeros } from "@seqloom/tensor";
import { initParameters, type Layer } from "../module.ts";
import { dropped, trainingKey } from "../noise.ts";

export interface DropoutOptions {
  /** Probability with which each value is left out, 0 to 1. */
  readonly share: number;
}

/**
 * While training, replaces each value by 0 with the given probability and divides the others by what is left of 1, so
 * that the mean stays; otherwise gives x unchanged.
 *
 * @returns a layer of any shape; training needs `{ training: true, key }`
 * @throws SeqError "share-range"; when applied, "key-missing" if training without a key
 * @see Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html
 * @example dropout({ share: 0.3 }).apply({}, x, { training: true, key: keyTensor(rng(1)) });
 */
export function dropout({ share }: DropoutOptions): Layer {
  if (!(share >= 0 && share <= 1)) {
    throw new SeqError("share-range", `dropout: share is ${share}`, {
      help: "use a number from 0 to 1; 0.1 drops one value in ten",
      details: { option: "share", share },
    });
  }
  return {
    kind: "dropout",
    parameters: {},
    init: (rng, dtype) => initParameters({}, rng, dtype),
    apply(_, x, mode = {}) {
      const key = trainingKey(mode, "dropout");
      if (key === undefined) return x;
      return share === 1 ? zeros(x.shape, x.dtype) : dropped(x, share, key); // 1 / (1 - share) would be infinite
    },
  };
}
