/** minGRU: gates that do not look at the state. Feng et al. 2024, https://arxiv.org/abs/2410.01201 */
import { add, mul, sigmoid, sub } from "@seqloom/ops";
import { type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";

/**
 *   z = sigmoid(W x + b)
 *   n = W x + b
 *   h' = (1 - z) * h + z * n
 */
export function minGruCell(): Cell {
  return defineCell({
    name: "minGru",
    states: ["h"],
    families: { x: "ih" },
    labels: { z: "update gate: how much of the state is written anew", n: "candidate" },
    step({ x, h }, q) {
      const z = q.gate("z", (affine) => sigmoid(affine(x)));
      const n = q.gate("n", (affine) => affine(x));
      return { h: q.next("h", () => add(mul(sub(1, z), h), mul(z, n))) };
    },
  });
}

/** A minGRU over a sequence. Weights `weight_ih_l0` [2H, I], `bias_ih_l0` [2H]; order z, n. */
export function minGru(options: RecurrentOptions): RecurrentLayer {
  return recurrent(minGruCell(), options);
}
