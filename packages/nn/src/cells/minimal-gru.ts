/** The minimal gated unit: one gate for both jobs. Zhou, Wu, Zhang & Zhou 2016, https://arxiv.org/abs/1603.09420 */
import { add, mul, sigmoid, sub, tanh } from "@seqloom/ops";
import { type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";

/**
 *   f = sigmoid(W x + W h + b)
 *   n = tanh(W x + W (f * h) + b)
 *   h' = (1 - f) * h + f * n
 */
export function minimalGruCell(): Cell {
  return defineCell({
    name: "minimalGru",
    states: ["h"],
    families: { x: "ih", h: "hh" },
    labels: { f: "forget gate: how much of the state is written anew", n: "candidate" },
    step({ x, h }, q) {
      const f = q.gate("f", (affine) => sigmoid(affine([x, h])));
      const n = q.gate("n", (affine) => tanh(affine([x, mul(f, h)], { as: ["x", "h"] })));
      return { h: q.next("h", () => add(mul(sub(1, f), h), mul(f, n))) };
    },
  });
}

/** A minimal gated unit over a sequence. Weights `weight_ih_l0` [2H, I], `weight_hh_l0` [2H, H], `bias_ih_l0`; f, n. */
export function minimalGru(options: RecurrentOptions): RecurrentLayer {
  return recurrent(minimalGruCell(), options);
}
