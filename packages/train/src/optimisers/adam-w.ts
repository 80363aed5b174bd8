/** Adam with weight decay apart from the gradient. */
import type { Optimiser } from "../optimiser.ts";
import type { SlotState } from "../parameterwise.ts";
import { type AdamOptions, type AdamSlots, adamLike } from "./adam.ts";

export interface AdamWOptions extends AdamOptions {
  /** Share of each parameter, times the rate, that is taken away at a step; 0.01 if left out. */
  readonly decay?: number;
}

/**
 * AdamW: p = p - rate decay p, then `adam` without decay.
 *
 * @throws SeqError "optimiser-option"
 * @see Loshchilov & Hutter 2017, https://arxiv.org/abs/1711.05101
 * @example adamW({ rate: 1e-3, decay: 0.01 })
 */
export function adamW({ decay = 0.01, ...options }: AdamWOptions): Optimiser<SlotState<AdamSlots>> {
  return adamLike("adamW", { ...options, decay }, "parameter");
}
