/** Moving averages of gradients and their squares: what Adam and its kin are made of. */
import { add, expm1, log, mul, neg, type Operand, type Value } from "@seqloom/ops";
import { zerosLike } from "../optimiser.ts";
import { checkOptions } from "../options.ts";

export interface MomentOptions {
  readonly rate: number;
  /** How much of the mean gradient stays at a step; 0.9 if left out. */
  readonly beta1?: number;
  /** How much of the mean squared gradient stays at a step; 0.999 if left out. */
  readonly beta2?: number;
  /** Added to the root of the mean square; 1e-8 if left out. */
  readonly epsilon?: number;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. */
  readonly decay?: number;
}

/** All of them. @throws SeqError "optimiser-option" */
export function momentOptions(kind: string, options: MomentOptions): Required<MomentOptions> {
  const { rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0 } = options;
  checkOptions("optimiser", kind, {
    rate: [rate, "not negative"],
    beta1: [beta1, "share"],
    beta2: [beta2, "share"],
    epsilon: [epsilon, "not negative"],
    decay: [decay, "not negative"],
  });
  return { rate, beta1, beta2, epsilon, decay };
}

/** Moving means of the gradient and its square. */
export type Moments = { readonly mean: Value; readonly square: Value };

export function noMoments(parameter: Value): Moments {
  return { mean: zerosLike(parameter), square: zerosLike(parameter) };
}

/** beta average + (1 - beta) value: the exponential moving average. */
export function moved(average: Value, value: Value, beta: Operand): Value {
  const rest = typeof beta === "number" ? 1 - beta : add(1, neg(beta));
  return add(mul(average, beta), mul(value, rest));
}

/** 1 - beta^step, right to the last digit even where beta^step is nearly 1. */
export function oneMinusPower(beta: Operand, step: Value): Value {
  return neg(expm1(mul(step, typeof beta === "number" ? Math.log(beta) : log(beta))));
}
