/** Adam with the largest gradient instead of the mean square. */
import { abs, add, div, maximum, mul, sub, type Value } from "@seqloom/ops";
import { type Optimiser, zerosLike } from "../optimiser.ts";
import { parameterwise, type SlotState } from "../parameterwise.ts";
import { type MomentOptions, momentOptions, moved, oneMinusPower } from "./moments.ts";

export interface AdamaxOptions extends MomentOptions {
  /** How much of the largest gradient stays at a step; 0.999 if left out. */
  readonly beta2?: number;
  /** Added to the size of each gradient; 1e-8 if left out. */
  readonly epsilon?: number;
}

type AdamaxSlots = { readonly mean: Value; readonly largest: Value };

/**
 * AdaMax: p = p - rate m / (1 - beta1^t) / u with u = max(beta2 u, |g| + epsilon).
 *
 * @throws SeqError "optimiser-option"
 * @see Kingma & Ba 2014, section 7.1, https://arxiv.org/abs/1412.6980
 */
export function adamax(options: AdamaxOptions): Optimiser<SlotState<AdamaxSlots>> {
  const { rate, beta1, beta2, epsilon, decay } = momentOptions("adamax", options);
  return parameterwise<AdamaxSlots>({
    kind: "adamax",
    rate,
    decay,
    slots: (p) => ({ mean: zerosLike(p), largest: zerosLike(p) }),
    rule({ step, rate: rateNow, momentum = beta1 }) {
      const stepSize = div(rateNow, oneMinusPower(momentum, step));
      return (p, g, slots) => {
        const mean = moved(slots.mean, g, momentum);
        const largest = maximum(mul(beta2, slots.largest), add(abs(g), epsilon));
        return [sub(p, mul(stepSize, div(mean, largest))), { mean, largest }];
      };
    },
  });
}
