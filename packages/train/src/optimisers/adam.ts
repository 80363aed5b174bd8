/** Adam and AMSGrad. */
import { add, div, maximum, mul, sqrt, sub, type Value } from "@seqloom/ops";
import { type Optimiser, zerosLike } from "../optimiser.ts";
import { parameterwise, type SlotState, shrunk } from "../parameterwise.ts";
import {
  type MomentOptions,
  type Moments,
  momentOptions,
  moved,
  noMoments,
  oneMinusPower,
} from "./moments.ts";

export interface AdamOptions extends MomentOptions {
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. See `adamW` for decay apart from it. */
  readonly decay?: number;
  /** Divides by the largest mean square so far (Reddi, Kale & Kumar 2018); false if left out. */
  readonly amsgrad?: boolean;
}

/** Moving means of the gradient and its square; `largest` with AMSGrad only. */
export type AdamSlots = Moments & { readonly largest?: Value } & Readonly<Record<string, Value>>;

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
  return adamLike("adam", options, "gradient");
}

/** Adam, with its decay by way of the gradient or apart from it. */
export function adamLike(
  kind: string,
  options: AdamOptions,
  decayBy: "gradient" | "parameter",
): Optimiser<SlotState<AdamSlots>> {
  const { rate, beta1, beta2, epsilon, decay } = momentOptions(kind, options);
  const { amsgrad = false } = options;
  return parameterwise<AdamSlots>({
    kind,
    rate,
    decay: decayBy === "gradient" ? decay : 0,
    slots: (p) => ({ ...noMoments(p), ...(amsgrad && { largest: zerosLike(p) }) }),
    rule({ step, rate: rateNow, momentum = beta1 }) {
      const stepSize = div(rateNow, oneMinusPower(momentum, step));
      const rootCorrection = sqrt(oneMinusPower(beta2, step));
      return (parameter, g, slots) => {
        const p = decayBy === "parameter" ? shrunk(parameter, decay, rateNow) : parameter;
        const mean = moved(slots.mean, g, momentum);
        const square = moved(slots.square, mul(g, g), beta2);
        const largest = slots.largest === undefined ? undefined : maximum(slots.largest, square);
        const scale = add(div(sqrt(largest ?? square), rootCorrection), epsilon);
        const next = { mean, square, ...(largest !== undefined && { largest }) };
        return [sub(p, mul(stepSize, div(mean, scale))), next];
      };
    },
  });
}
