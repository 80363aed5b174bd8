/** Adam and AMSGrad. */
import { add, div, maximum, mul, type Operand, sqrt, sub, type Value } from "@seqloom/ops";
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

export interface AdamOptions {
  readonly rate: number;
  /** How much of the mean gradient stays at a step; 0.9 if left out. */
  readonly beta1?: number;
  /** How much of the mean squared gradient stays at a step; 0.999 if left out. */
  readonly beta2?: number;
  /** Added to the root of the mean square; 1e-8 if left out. */
  readonly epsilon?: number;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. See `adamW` for decay apart from it. */
  readonly decay?: number;
  /** Divides by the largest mean square so far (Reddi, Kale & Kumar 2018); false if left out. */
  readonly amsgrad?: boolean;
}

/** Moving means of the gradient and its square; `largest` with AMSGrad only. */
export type AdamSlots = {
  readonly mean: Value;
  readonly square: Value;
  readonly largest?: Value;
} & Readonly<Record<string, Value>>;

/**
 * Adam.
 *
 *   m = beta1 m + (1 - beta1) g           v = beta2 v + (1 - beta2) g^2
 *   p = p - rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * @throws SeqError "optimiser-option"
 * @see Kingma & Ba 2014, https://arxiv.org/abs/1412.6980
 * @example adam({ rate: 1e-3 })
 */
export function adam(options: AdamOptions): Optimiser<SlotState<AdamSlots>> {
  return adamLike("adam", options, (p, g) => [p, withDecay(g, p, options.decay ?? 0)]);
}

/** Adam with decay done by `prepare`: it gives the parameter and the gradient that Adam goes on with. */
export function adamLike(
  kind: string,
  options: AdamOptions,
  prepare: (parameter: Value, gradient: Value, rate: Operand) => readonly [parameter: Value, gradient: Value],
): Optimiser<SlotState<AdamSlots>> {
  const { rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0, amsgrad = false } = options;
  checkOptions(kind, {
    rate: [rate, "not negative"],
    beta1: [beta1, "share"],
    beta2: [beta2, "share"],
    epsilon: [epsilon, "not negative"],
    decay: [decay, "not negative"],
  });
  return {
    kind,
    rate,
    init: (params) =>
      startState(params, (p) => {
        const zero = zeros(p.shape, p.dtype);
        return { mean: zero, square: zero, ...(amsgrad && { largest: zero }) };
      }),
    update(params, gradients, state, givenRate, momentum = beta1) {
      const currentRate = inDtypeOf(state.step, givenRate);
      const step = add(state.step, 1);
      const stepSize = div(currentRate, oneMinusPower(momentum, step));
      const rootCorrection = sqrt(oneMinusPower(beta2, step));
      return updateEach(params, gradients, state, step, (parameter, gradient, slots) => {
        const [p, g] = prepare(parameter, gradient, currentRate);
        const mean = moved(slots.mean, g, momentum);
        const square = moved(slots.square, mul(g, g), beta2);
        const largest = slots.largest === undefined ? undefined : maximum(slots.largest, square);
        const scale = add(div(sqrt(largest ?? square), rootCorrection), epsilon);
        const next = { mean, square, ...(largest !== undefined && { largest }) };
        return [sub(p, mul(stepSize, div(mean, scale))), next];
      });
    },
  };
}
