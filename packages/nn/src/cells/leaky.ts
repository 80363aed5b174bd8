/** Leaky integrators: units that move a part of the way at each step. Jaeger et al. 2007, https://doi.org/10.1016/j.neunet.2007.04.016 */
import { add, mul } from "@seqloom/ops";
import { type Activation, activationOf } from "../cell/activation.ts";
import { type AffineOptions, type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";

export interface LeakyCellOptions {
  /** Share of the way that a unit moves at each step, 0 to 1; 0.3 if left out. 1 is a simple recurrent network. */
  readonly leak?: number;
  /** `tanh` if left out. */
  readonly activation?: Activation;
}

/** What an echo state network does differently. */
export interface Reservoir {
  readonly name: string;
  readonly frozen: boolean;
  readonly onInput: AffineOptions;
  readonly onState: AffineOptions;
}

/**
 *   n = tanh(W x + W h + b)
 *   h' = (1 - leak) * h + leak * n
 */
export function leakyCell(options: LeakyCellOptions = {}, reservoir?: Reservoir): Cell {
  const { leak = 0.3, activation = "tanh" } = options;
  const f = activationOf(activation);
  return defineCell({
    name: reservoir?.name ?? "leaky",
    states: ["h"],
    families: { x: "ih", h: "hh" },
    frozen: reservoir?.frozen,
    options: { leak, activation },
    step({ x, h }, q) {
      const n = q.gate("n", (affine) => f(add(affine(x, reservoir?.onInput), affine(h, reservoir?.onState))));
      return { h: q.next("h", () => add(mul(1 - leak, h), mul(leak, n))) };
    },
  });
}

/** Leaky integrators over a sequence, all weights trained; PyTorch's names. */
export function leaky(options: LeakyCellOptions & RecurrentOptions): RecurrentLayer {
  return recurrent(leakyCell(options), options);
}
