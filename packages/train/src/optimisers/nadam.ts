/** Adam with Nesterov's momentum. */
import { add, div, mul, pow, sqrt, sub, type Value } from "@seqloom/ops";
import { scalar } from "@seqloom/tensor";
import type { Optimiser } from "../optimiser.ts";
import { checkOptions } from "../options.ts";
import { inDtypeOf, type SlotState, startState, updateEach, withDecay } from "../parameterwise.ts";
import {
  type MomentOptions,
  type Moments,
  momentOptions,
  moved,
  noMoments,
  oneMinusPower,
} from "./moments.ts";

export interface NadamOptions extends MomentOptions {
  /** How fast the momentum grows towards beta1; 0.004 if left out. */
  readonly momentumDecay?: number;
}

/** `product` is that of all momenta so far. */
export type NadamState = SlotState<Moments> & { readonly product: Value };

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
  const { rate, beta1, beta2, epsilon, decay } = momentOptions("nadam", options);
  const { momentumDecay = 4e-3 } = options;
  checkOptions("optimiser", "nadam", { momentumDecay: [momentumDecay, "not negative"] });
  const momentumAt = (t: Value) => mul(beta1, sub(1, mul(0.5, pow(0.96, mul(t, momentumDecay)))));
  return {
    kind: "nadam",
    rate,
    init(params) {
      const state = startState(params, noMoments);
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
