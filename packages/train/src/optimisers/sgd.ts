/** Gradient descent, with momentum. */
import { add, equal, mul, type Operand, sub, type Value, where } from "@seqloom/ops";
import { zeros } from "@seqloom/tensor";
import {
  checkOptions,
  inDtypeOf,
  type Optimiser,
  type SlotState,
  startState,
  updateEach,
  withDecay,
} from "../optimiser.ts";

export interface SgdOptions {
  readonly rate: number;
  /** Share of the last step that goes on; 0 if left out. */
  readonly momentum?: number;
  /** Share of the gradient that momentum leaves out, from the second step on; 0 if left out. */
  readonly dampening?: number;
  /** Looks one step of momentum ahead; false if left out. */
  readonly nesterov?: boolean;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. */
  readonly decay?: number;
}

type SgdSlots = { readonly velocity?: Value } & Readonly<Record<string, Value>>;

/**
 * Stochastic gradient descent.
 *
 *   velocity = momentum velocity + (1 - dampening) g        (the first time: g)
 *   p = p - rate velocity                                   (Nesterov: g + momentum velocity)
 *
 * @throws SeqError "optimiser-option"
 * @see Robbins & Monro 1951; Polyak 1964; Nesterov's form as in Sutskever et al. 2013
 * @example sgd({ rate: 0.1, momentum: 0.9 })
 */
export function sgd(options: SgdOptions): Optimiser<SlotState<SgdSlots>> {
  const { rate, momentum = 0, dampening = 0, nesterov = false, decay = 0 } = options;
  checkOptions("sgd", {
    rate: [rate, "not negative"],
    momentum: [momentum, "share"],
    dampening: [dampening, "share"],
    decay: [decay, "not negative"],
  });
  const hasVelocity = momentum !== 0;
  return {
    kind: "sgd",
    rate,
    init: (params) =>
      startState(params, (p) => ({ ...(hasVelocity && { velocity: zeros(p.shape, p.dtype) }) })),
    update(params, gradients, state, givenRate, currentMomentum = momentum) {
      const currentRate = inDtypeOf(state.step, givenRate);
      const one = inDtypeOf(state.step, 1);
      const share = dampening === 0 ? 1 : where(equal(state.step, 0), one, 1 - dampening);
      return updateEach(params, gradients, state, add(state.step, 1), (p, gradient, { velocity }) => {
        const g = withDecay(gradient, p, decay);
        if (velocity === undefined) return [sub(p, mul(currentRate, g)), {}];
        const next = add(mul(currentMomentum, velocity), scaled(share, g));
        return [
          sub(p, mul(currentRate, nesterov ? add(g, mul(currentMomentum, next)) : next)),
          { velocity: next },
        ];
      });
    },
  };
}

function scaled(factor: Operand, g: Value): Value {
  return factor === 1 ? g : mul(factor, g);
}
