/** Gradients over the root of their mean square. */
import { add, div, maximum, mul, sqrt, sub, type Value } from "@seqloom/ops";
import { type Optimiser, zerosLike } from "../optimiser.ts";
import { checkOptions } from "../options.ts";
import { parameterwise, type SlotState } from "../parameterwise.ts";
import { moved } from "./moments.ts";

export interface RmspropOptions {
  readonly rate: number;
  /** How much of the mean square stays at a step; 0.99 if left out. */
  readonly smoothing?: number;
  /** Added to the root; 1e-8 if left out. */
  readonly epsilon?: number;
  /** Share of the last step that goes on; 0 if left out. */
  readonly momentum?: number;
  /** Divides by the standard deviation instead of the root mean square; false if left out. */
  readonly centered?: boolean;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. */
  readonly decay?: number;
}

/** `mean` if centered, `velocity` with momentum. */
type RmspropSlots = { readonly square: Value; readonly mean?: Value; readonly velocity?: Value } & Readonly<
  Record<string, Value>
>;

/**
 * RMSprop: p = p - rate g / (sqrt(v) + epsilon) with the moving mean v of g^2.
 *
 * @throws SeqError "optimiser-option"
 * @see Tieleman & Hinton 2012, lecture 6.5; centered: Graves 2013, https://arxiv.org/abs/1308.0850
 */
export function rmsprop(options: RmspropOptions): Optimiser<SlotState<RmspropSlots>> {
  const { rate, smoothing = 0.99, epsilon = 1e-8, momentum = 0, centered = false, decay = 0 } = options;
  checkOptions("optimiser", "rmsprop", {
    rate: [rate, "not negative"],
    smoothing: [smoothing, "share"],
    epsilon: [epsilon, "not negative"],
    momentum: [momentum, "share"],
    decay: [decay, "not negative"],
  });
  return parameterwise<RmspropSlots>({
    kind: "rmsprop",
    rate,
    decay,
    slots: (p) => ({
      square: zerosLike(p),
      ...(centered && { mean: zerosLike(p) }),
      ...(momentum !== 0 && { velocity: zerosLike(p) }),
    }),
    rule:
      ({ rate: rateNow, momentum: momentumNow = momentum }) =>
      (p, g, slots) => {
        const square = moved(slots.square, mul(g, g), smoothing);
        const mean = slots.mean === undefined ? undefined : moved(slots.mean, g, smoothing);
        // Rounding can make a variance of 0 negative.
        const spread = mean === undefined ? square : maximum(sub(square, mul(mean, mean)), 0);
        const unit = div(g, add(sqrt(spread), epsilon));
        const velocity =
          slots.velocity === undefined ? undefined : add(mul(momentumNow, slots.velocity), unit);
        const next = {
          square,
          ...(mean !== undefined && { mean }),
          ...(velocity !== undefined && { velocity }),
        };
        return [sub(p, mul(rateNow, velocity ?? unit)), next];
      },
  });
}
