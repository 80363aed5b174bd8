/** Steps of one size, in the direction of the sign. */
import { mul, sign, sub, type Value } from "@seqloom/ops";
import { type Optimiser, zerosLike } from "../optimiser.ts";
import { checkOptions } from "../options.ts";
import { parameterwise, type SlotState, shrunk } from "../parameterwise.ts";
import { moved } from "./moments.ts";

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
  checkOptions("optimiser", "lion", {
    rate: [rate, "not negative"],
    beta1: [beta1, "share"],
    beta2: [beta2, "share"],
    decay: [decay, "not negative"],
  });
  return parameterwise<LionSlots>({
    kind: "lion",
    rate,
    slots: (p) => ({ mean: zerosLike(p) }),
    rule:
      ({ rate: rateNow, momentum = beta1 }) =>
      (p, g, slots) => {
        const direction = sign(moved(slots.mean, g, momentum));
        return [
          sub(shrunk(p, decay, rateNow), mul(rateNow, direction)),
          { mean: moved(slots.mean, g, beta2) },
        ];
      },
  });
}
