/** Steps whose size follows from the steps before. */
import { add, div, mul, sqrt, sub, type Value } from "@seqloom/ops";
import { type Optimiser, zerosLike } from "../optimiser.ts";
import { checkOptions } from "../options.ts";
import { parameterwise, type SlotState } from "../parameterwise.ts";
import { moved } from "./moments.ts";

export interface AdadeltaOptions {
  /** A factor of the step; 1 in the paper. */
  readonly rate: number;
  /** How much of the mean squares stays at a step; 0.9 if left out. */
  readonly rho?: number;
  /** Added under both roots; 1e-6 if left out. */
  readonly epsilon?: number;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. */
  readonly decay?: number;
}

type AdadeltaSlots = { readonly square: Value; readonly step: Value };

/**
 * Adadelta: d = g sqrt(mean of d^2 + epsilon) / sqrt(mean of g^2 + epsilon), p = p - rate d.
 *
 * @throws SeqError "optimiser-option"
 * @see Zeiler 2012, https://arxiv.org/abs/1212.5701
 */
export function adadelta(options: AdadeltaOptions): Optimiser<SlotState<AdadeltaSlots>> {
  const { rate, rho = 0.9, epsilon = 1e-6, decay = 0 } = options;
  checkOptions("optimiser", "adadelta", {
    rate: [rate, "not negative"],
    rho: [rho, "share"],
    epsilon: [epsilon, "not negative"],
    decay: [decay, "not negative"],
  });
  return parameterwise<AdadeltaSlots>({
    kind: "adadelta",
    rate,
    decay,
    slots: (p) => ({ square: zerosLike(p), step: zerosLike(p) }),
    rule:
      ({ rate: rateNow }) =>
      (p, g, slots) => {
        const square = moved(slots.square, mul(g, g), rho);
        const d = mul(g, div(sqrt(add(slots.step, epsilon)), sqrt(add(square, epsilon))));
        return [sub(p, mul(rateNow, d)), { square, step: moved(slots.step, mul(d, d), rho) }];
      },
  });
}
