/** Adam with Nesterov's momentum. */
import { add, div, mul, pow, sqrt, sub, type Value } from "@seqloom/ops";
import { scalar, zeros } from "@seqloom/tensor";
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

export interface NadamOptions {
  readonly rate: number;
  /** 0.9 if left out. */
  readonly beta1?: number;
  /** 0.999 if left out. */
  readonly beta2?: number;
  /** 1e-8 if left out. */
  readonly epsilon?: number;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. */
  readonly decay?: number;
  /** How fast the momentum grows towards beta1; 0.004 if left out. */
  readonly momentumDecay?: number;
}

type NadamSlots = { readonly mean: Value; readonly square: Value };

/** `product` is that of all momenta so far. */
export type NadamState = SlotState<NadamSlots> & { readonly product: Value };

/**
 * NAdam: the momentum u_t = beta1 (1 - 0.96^(t momentumDecay) / 2) grows with time, and a step looks one momentum
 * ahead.
 *
 *   p = p - rate ((1 - u_t) g / (1 - u_1 ... u_t) + u_(t+1) m / (1 - u_1 ... u_(t+1))) / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * @throws SeqError "optimiser-option"
 * @see Dozat 2016, https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ
 */
export function nadam(options: NadamOptions): Optimiser<NadamState> {
  const { rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0, momentumDecay = 4e-3 } = options;
  checkOptions("nadam", {
    rate: [rate, "not negative"],
    beta1: [beta1, "share"],
    beta2: [beta2, "share"],
    epsilon: [epsilon, "not negative"],
    decay: [decay, "not negative"],
    momentumDecay: [momentumDecay, "not negative"],
  });
  const momentumAt = (t: Value) => mul(beta1, sub(1, mul(0.5, pow(0.96, mul(t, momentumDecay)))));
  return {
    kind: "nadam",
    rate,
    init(params) {
      const state = startState(params, (p) => ({
        mean: zeros(p.shape, p.dtype),
        square: zeros(p.shape, p.dtype),
      }));
      return { ...state, product: scalar(1, state.step.dtype) };
    },
    update(params, gradients, state, givenRate) {
      const currentRate = inDtypeOf(state.step, givenRate);
      const step = add(state.step, 1);
      const momentum = momentumAt(step);
      const nextMomentum = momentumAt(add(step, 1));
      const product = mul(state.product, momentum);
      const ofGradient = div(mul(currentRate, sub(1, momentum)), sub(1, product));
      const ofMean = div(mul(currentRate, nextMomentum), sub(1, mul(product, nextMomentum)));
      const correction = oneMinusPower(beta2, step);
      const updated = updateEach(params, gradients, state, step, (p, gradient, slots) => {
        const g = withDecay(gradient, p, decay);
        const mean = moved(slots.mean, g, beta1);
        const square = moved(slots.square, mul(g, g), beta2);
        const scale = add(sqrt(div(square, correction)), epsilon);
        const direction = add(mul(ofGradient, g), mul(ofMean, mean));
        return [sub(p, div(direction, scale)), { mean, square }];
      });
      return { params: updated.params, state: { ...updated.state, product } };
    },
  };
}
