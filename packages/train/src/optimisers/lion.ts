/** Steps of one size, in the direction of the sign. */
import { add, mul, sign, sub, type Value } from "@seqloom/ops";
import { zeros } from "@seqloom/tensor";
import {
  checkOptions,
  inDtypeOf,
  moved,
  type Optimiser,
  type SlotState,
  startState,
  updateEach,
} from "../optimiser.ts";

export interface LionOptions {
  /** Three to ten times smaller than for Adam. */
  readonly rate: number;
  /** How much of the mean counts for the sign; 0.9 if left out. */
  readonly beta1?: number;
  /** How much of the mean stays at a step; 0.99 if left out. */
  readonly beta2?: number;
  /** Share of each parameter, times the rate, that is taken away at a step; 0 if left out. */
  readonly decay?: number;
}

type LionSlots = { readonly mean: Value };

/**
 * Lion: p = p - rate (sign(beta1 m + (1 - beta1) g) + decay p), then m = beta2 m + (1 - beta2) g.
 *
 * @throws SeqError "optimiser-option"
 * @see Chen et al. 2023, https://arxiv.org/abs/2302.06675
 */
export function lion(options: LionOptions): Optimiser<SlotState<LionSlots>> {
  const { rate, beta1 = 0.9, beta2 = 0.99, decay = 0 } = options;
  checkOptions("lion", {
    rate: [rate, "not negative"],
    beta1: [beta1, "share"],
    beta2: [beta2, "share"],
    decay: [decay, "not negative"],
  });
  return {
    kind: "lion",
    rate,
    init: (params) => startState(params, (p) => ({ mean: zeros(p.shape, p.dtype) })),
    update(params, gradients, state, givenRate, momentum = beta1) {
      const currentRate = inDtypeOf(state.step, givenRate);
      return updateEach(params, gradients, state, add(state.step, 1), (p, g, slots) => {
        const direction = sign(moved(slots.mean, g, momentum));
        const kept = decay === 0 ? p : mul(p, sub(1, mul(currentRate, decay)));
        return [sub(kept, mul(currentRate, direction)), { mean: moved(slots.mean, g, beta2) }];
      });
    },
  };
}
