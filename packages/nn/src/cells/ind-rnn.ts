/** The independently recurrent network: each unit sees only its own past. Li et al. 2018, https://arxiv.org/abs/1803.04831 */
import { add, mul } from "@seqloom/ops";
import { type Activation, activationOf } from "../cell/activation.ts";
import { type Cell, defineCell } from "../cell/cell.ts";
import { uniformStart } from "../init.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";

export interface IndRnnCellOptions {
  /** `relu` if left out. */
  readonly activation?: Activation;
}

/**
 *   h' = relu(W x + u * h + b)
 */
export function indRnnCell(options: IndRnnCellOptions = {}): Cell {
  const { activation = "relu" } = options;
  const f = activationOf(activation);
  return defineCell({
    name: "indRnn",
    states: ["h"],
    families: { x: "ih" },
    options: { activation },
    step({ x, h }, q) {
      const past = mul(q.weight("hh", [q.hidden], uniformStart(1, 0)), h); // the paper's start: decays of all lengths
      return { h: q.next("h", (affine) => f(add(affine(x), past))) };
    },
  });
}

/** An IndRNN over a sequence. Weights `weight_ih_l0` [H, I], `bias_ih_l0`, `weight_hh_l0` [H]. */
export function indRnn(options: IndRnnCellOptions & RecurrentOptions): RecurrentLayer {
  return recurrent(indRnnCell(options), options);
}
