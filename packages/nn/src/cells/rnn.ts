/** The simple recurrent network. Elman 1990, https://doi.org/10.1207/s15516709cog1402_1 */
import { add } from "@seqloom/ops";
import { type Activation, activationOf } from "../cell/activation.ts";
import { type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";
import { type PreActivationOptions, preActivation } from "./pre-activation.ts";

export interface RnnCellOptions extends PreActivationOptions {
  /** `tanh` if left out. */
  readonly activation?: Activation;
  /** Whether there are biases; true if left out. */
  readonly bias?: boolean;
}

/**
 * The cell of an Elman network.
 *
 *   h' = tanh(W_ih x + b_ih + W_hh h + b_hh)
 */
export function rnnCell(options: RnnCellOptions = {}): Cell {
  const { activation = "tanh", bias = true } = options;
  const f = activationOf(activation);
  return defineCell({
    name: "rnn",
    states: ["h"],
    families: { x: "ih", h: "hh" },
    bias,
    options: { activation, bias, layerNorm: options.layerNorm, clip: options.clip },
    step({ x, h }, q) {
      return {
        h: q.next("h", (affine) => f(preActivation(q, options, add(affine(x), affine(h))))),
      };
    },
  });
}

/**
 * An Elman network over a sequence, with PyTorch's weights `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`.
 *
 * @example
 * const layer = rnn({ input: 8, hidden: 32 });
 * const { y, state } = layer.apply(layer.init(rng(1)), x);   // x [T, B, 8], y [T, B, 32], state.h [1, B, 32]
 */
export function rnn(options: RnnCellOptions & RecurrentOptions): RecurrentLayer {
  return recurrent(rnnCell(options), options);
}
