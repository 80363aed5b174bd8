/** Adam with the largest gradient instead of the mean square. */
import { abs, add, div, maximum, mul, sub, type Value } from "@seqloom/ops";
import { zeros } from "@seqloom/tensor";
import {
  checkOptions,
  inDtypeOf,
  moved,
  type Optimiser,
  oneMinusPower,
  type SlotState,
  startState,
  updateEach,
  withDecay,
} from "../optimiser.ts";

export interface AdamaxOptions {
  readonly rate: number;
  /** 0.9 if left out. */
  readonly beta1?: number;
  /** How much of the largest gradient stays at a step; 0.999 if left out. */
  readonly beta2?: number;
  /** Added to the size of each gradient; 1e-8 if left out. */
  readonly epsilon?: number;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. */
  readonly decay?: number;
}

type AdamaxSlots = { readonly mean: Value; readonly largest: Value };

/**
 * AdaMax: p = p - rate m / (1 - beta1^t) / u with u = max(beta2 u, |g| + epsilon).
 *
 * @throws SeqError "optimiser-option"
 * @see Kingma & Ba 2014, section 7.1, https://arxiv.org/abs/1412.6980
 */
export function adamax(options: AdamaxOptions): Optimiser<SlotState<AdamaxSlots>> {
  const { rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0 } = options;
  checkOptions("adamax", {
    rate: [rate, "not negative"],
    beta1: [beta1, "share"],
    beta2: [beta2, "share"],
    epsilon: [epsilon, "not negative"],
    decay: [decay, "not negative"],
  });
  return {
    kind: "adamax",
    rate,
    init: (params) =>
      startState(params, (p) => ({ mean: zeros(p.shape, p.dtype), largest: zeros(p.shape, p.dtype) })),
    update(params, gradients, state, givenRate, momentum = beta1) {
      const currentRate = inDtypeOf(state.step, givenRate);
      const step = add(state.step, 1);
      const stepSize = div(currentRate, oneMinusPower(momentum, step));
      return updateEach(params, gradients, state, step, (p, gradient, slots) => {
        const g = withDecay(gradient, p, decay);
        const mean = moved(slots.mean, g, momentum);
        const largest = maximum(mul(beta2, slots.largest), add(abs(g), epsilon));
        return [sub(p, mul(stepSize, div(mean, largest))), { mean, largest }];
      });
    },
  };
}
