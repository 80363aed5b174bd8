/** minLSTM: an LSTM whose gates do not look at the state. Feng et al. 2024, https://arxiv.org/abs/2410.01201 */
import { add, div, mul, sigmoid } from "@seqloom/ops";
import { type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";

/**
 *   f = sigmoid(W x + b)
 *   i = sigmoid(W x + b)
 *   n = W x + b
 *   h' = (f * h + i * n) / (f + i)
 */
export function minLstmCell(): Cell {
  return defineCell({
    name: "minLstm",
    states: ["h"],
    families: { x: "ih" },
    labels: {
      f: "forget gate: how much of the state is kept",
      i: "input gate: how much of the candidate is written",
      n: "candidate",
    },
    step({ x, h }, q) {
      const f = q.gate("f", (affine) => sigmoid(affine(x)));
      const i = q.gate("i", (affine) => sigmoid(affine(x)));
      const n = q.gate("n", (affine) => affine(x));
      return { h: q.next("h", () => div(add(mul(f, h), mul(i, n)), add(f, i))) };
    },
  });
}

/** A minLSTM over a sequence. Weights `weight_ih_l0` [3H, I], `bias_ih_l0` [3H]; order f, i, n. */
export function minLstm(options: RecurrentOptions): RecurrentLayer {
  return recurrent(minLstmCell(), options);
}
