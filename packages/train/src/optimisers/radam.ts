/** Adam that takes plain steps until it knows the size of its gradients. */
import { add, div, expm1, less, mul, type Operand, sqrt, sub, type Value, where } from "@seqloom/ops";
import type { Optimiser } from "../optimiser.ts";
import { parameterwise, type SlotState } from "../parameterwise.ts";
import {
  type MomentOptions,
  type Moments,
  momentOptions,
  moved,
  noMoments,
  oneMinusPower,
} from "./moments.ts";

export type RadamOptions = MomentOptions;

/**
 * RAdam: `adam` times a factor that makes up for the variance of its second moment; plain momentum while that variance
 * is unbounded (the first few steps).
 *
 * @throws SeqError "optimiser-option"
 * @see Liu et al. 2019, https://arxiv.org/abs/1908.03265
 */
export function radam(options: RadamOptions): Optimiser<SlotState<Moments>> {
  const { rate, beta1, beta2, epsilon, decay } = momentOptions("radam", options);
  return parameterwise<Moments>({
    kind: "radam",
    rate,
    decay,
    slots: noMoments,
    rule({ step, rate: rateNow, momentum = beta1 }) {
      const stepSize = div(rateNow, oneMinusPower(momentum, step));
      const { isKnown, factor } = rectification(beta2, step);
      const adaptive = mul(factor, sqrt(oneMinusPower(beta2, step)));
      return (p, g, slots) => {
        const mean = moved(slots.mean, g, momentum);
        const square = moved(slots.square, mul(g, g), beta2);
        const direction = where(isKnown, mul(mean, div(adaptive, add(sqrt(square), epsilon))), mean);
        return [sub(p, mul(stepSize, direction)), { mean, square }];
      };
    },
  });
}

/** The length r of the simple moving average that the exponential one stands for, and what follows from it. */
function rectification(beta2: number, step: Value): { readonly isKnown: Value; readonly factor: Value } {
  const limit = 2 / (1 - beta2) - 1;
  const length = averageLength(beta2, limit, step);
  const isKnown = less(5, length);
  const r = where(isKnown, length, limit); // below 5 the root may not exist
  const ratio = div(mul(sub(r, 4), sub(r, 2)), r);
  return { isKnown, factor: sqrt(mul(ratio, limit / ((limit - 4) * (limit - 2)))) };
}

/**
 * limit - 2 t beta2^t / (1 - beta2^t).
 *
 * In f32 the difference of two numbers near 2000 is worthless when it is about 5. With u = -t log(beta2) it is
 * (limit - 2 / L) + (2 / L) (1 - u / (e^u - 1)) where L = -log(beta2), and the last bracket has a series for small u
 * (its coefficients are Bernoulli numbers over factorials; below u = 1 what is left out is under 3e-8).
 */
function averageLength(beta2: number, limit: number, step: Value): Value {
  const L = -Math.log(beta2);
  const u = mul(step, L);
  const series = [1 / 2, -1 / 12, 0, 1 / 720, 0, -1 / 30240, 0, 1 / 1209600];
  const near = mul(
    series.reduceRight<Operand>((sum, c) => add(mul(sum, u), c), 0),
    u,
  );
  const far = sub(1, div(u, expm1(u)));
  return add(mul(2 / L, where(less(u, 1), near, far)), limit - 2 / L);
}
