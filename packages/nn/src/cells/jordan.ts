/** The Jordan network: what comes back is the output, not the hidden layer. Jordan 1986, ICS report 8604, UC San Diego. */
import { add, tanh } from "@seqloom/ops";
import { type Activation, activationOf } from "../cell/activation.ts";
import { type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";

export interface JordanCellOptions {
  /** Width of y, which is fed back; the hidden size if left out. */
  readonly outputSize?: number;
  /** Of the output; `identity` if left out. */
  readonly outputActivation?: Activation;
}

/**
 *   h = tanh(W_ih x + b_ih + W_yh y + b_yh)
 *   y' = activation(W_hy h + b_hy)
 */
export function jordanCell(options: JordanCellOptions = {}): Cell {
  const { outputSize, outputActivation = "identity" } = options;
  const f = activationOf(outputActivation);
  return defineCell({
    name: "jordan",
    states: ["y"],
    sizes: { y: outputSize },
    families: { x: "ih", y: "yh", h: "hy" },
    options: { outputSize, outputActivation },
    step({ x, y }, q) {
      const h = q.gate("h", (affine) => tanh(add(affine(x), affine(y))));
      return { y: q.next("y", (affine) => f(affine(h, { to: outputSize ?? q.hidden, as: "h" }))) };
    },
  });
}

/** A Jordan network over a sequence. Weights `weight_ih_l0`, `weight_yh_l0`, `weight_hy_l0` and a bias for each. */
export function jordan(options: JordanCellOptions & RecurrentOptions): RecurrentLayer {
  return recurrent(jordanCell(options), options);
}
