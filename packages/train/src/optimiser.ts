/**
 * What an optimiser is.
 *
 * Two pure functions made of operations: it is traced into the training step together with the gradient. The learning
 * rate is an input of the step, so a schedule changes it without recording anything anew.
 */
import type { Params } from "@seqloom/nn";
import type { Operand, Tree, Value } from "@seqloom/ops";
import { type DType, type Tensor, zeros } from "@seqloom/tensor";

/** Parameters and state after a step. */
export interface Updated<State extends Tree> {
  readonly params: Params;
  readonly state: State;
}

/** How parameters follow from gradients. */
export interface Optimiser<State extends Tree = Tree> {
  /** `adam`, `sgd`, ... */
  readonly kind: string;
  /** The learning rate before any schedule. */
  readonly rate: number;
  /** The state before the first step. */
  init(params: Params): State;
  /**
   * One step. Parameters without a gradient stay as they are.
   *
   * @param rate      a number or a scalar value; usually `this.rate` times a schedule
   * @param momentum  replaces the momentum (the first beta) where the optimiser has one, for schedules that move it
   */
  update(params: Params, gradients: Params, state: State, rate: Operand, momentum?: Operand): Updated<State>;
}

/** The dtype of what all parameters have in common (counts, the rate): that of the first one. */
export function dtypeOf(params: Params): DType {
  return Object.values(params)[0]?.dtype ?? "f32";
}

export function zerosLike({ shape, dtype }: Value): Tensor {
  return zeros(shape, dtype);
}
