/** Gradients over the root of the sum of all their squares. */
import { add, div, mul, sqrt, sub, type Value } from "@seqloom/ops";
import { full } from "@seqloom/tensor";
import type { Optimiser } from "../optimiser.ts";
import { checkOptions } from "../options.ts";
import { parameterwise, type SlotState } from "../parameterwise.ts";

export interface AdagradOptions {
  readonly rate: number;
  /** By step t the rate is divided by 1 + t rateDecay, counted from 0; 0 if left out. */
  readonly rateDecay?: number;
  /** The sum of squares before the first step; 0 if left out. */
  readonly initial?: number;
  /** Added to the root; 1e-10 if left out. */
  readonly epsilon?: number;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. */
  readonly decay?: number;
}

type AdagradSlots = { readonly total: Value };

/**
 * AdaGrad: p = p - rate g / (sqrt(sum of g^2) + epsilon).
 *
 * @throws SeqError "optimiser-option"
 * @see Duchi, Hazan & Singer 2011, https://jmlr.org/papers/v12/duchi11a.html
 */
export function adagrad(options: AdagradOptions): Optimiser<SlotState<AdagradSlots>> {
  const { rate, rateDecay = 0, initial = 0, epsilon = 1e-10, decay = 0 } = options;
  checkOptions("optimiser", "adagrad", {
    rate: [rate, "not negative"],
    rateDecay: [rateDecay, "not negative"],
    initial: [initial, "not negative"],
    epsilon: [epsilon, "not negative"],
    decay: [decay, "not negative"],
  });
  return parameterwise<AdagradSlots>({
    kind: "adagrad",
    rate,
    decay,
    slots: (p) => ({ total: full(p.shape, initial, p.dtype) }),
    rule({ before, rate: rateNow }) {
      const stepSize = rateDecay === 0 ? rateNow : div(rateNow, add(1, mul(before, rateDecay)));
      return (p, g, slots) => {
        const total = add(slots.total, mul(g, g));
        return [sub(p, mul(stepSize, div(g, add(sqrt(total), epsilon)))), { total }];
      };
    },
  });
}
