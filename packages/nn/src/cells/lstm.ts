/**
 * Long short-term memory. Hochreiter & Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735;
 * forget gate: Gers, Schmidhuber & Cummins 2000, https://doi.org/10.1162/089976600300015015
 */
import { add, mul, sigmoid, tanh } from "@seqloom/ops";
import { type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";

export interface LstmCellOptions {
  /** Whether there are biases; true if left out. */
  readonly bias?: boolean;
  /** Added to the forget gate's first bias, so that memory is kept from the start; 0 if left out, as in PyTorch. */
  readonly forgetBias?: number;
  /** Width of h and y where they are a learned projection of the cell's output (Sak, Senior & Beaufays 2014). */
  readonly projection?: number;
}

/**
 * The cell of a long short-term memory.
 *
 *   i = sigmoid(W_ii x + b_ii + W_hi h + b_hi)    input gate
 *   f = sigmoid(W_if x + b_if + W_hf h + b_hf)    forget gate
 *   g = tanh(W_ig x + b_ig + W_hg h + b_hg)       candidate
 *   o = sigmoid(W_io x + b_io + W_ho h + b_ho)    output gate
 *   c' = f * c + i * g
 *   h' = o * tanh(c')                             with a projection: W_hr (o * tanh(c'))
 */
export function lstmCell(options: LstmCellOptions = {}): Cell {
  const { bias = true, forgetBias = 0, projection } = options;
  return defineCell({
    name: "lstm",
    states: ["h", "c"],
    sizes: { h: projection },
    families: { x: "ih", h: "hh", shown: "hr" },
    labels: {
      i: "input gate: how much of the candidate is written",
      f: "forget gate: how much of the memory is kept",
      g: "candidate",
      o: "output gate: how much of the memory is shown",
    },
    options: { bias, forgetBias, projection },
    step({ x, h, c }, q) {
      const i = q.gate("i", (affine) => sigmoid(add(affine(x, { bias }), affine(h, { bias }))));
      const f = q.gate("f", (affine) =>
        sigmoid(add(affine(x, { bias, biasStart: forgetBias }), affine(h, { bias }))),
      );
      const g = q.gate("g", (affine) => tanh(add(affine(x, { bias }), affine(h, { bias }))));
      const o = q.gate("o", (affine) => sigmoid(add(affine(x, { bias }), affine(h, { bias }))));
      const cNext = q.next("c", () => add(mul(f, c), mul(i, g)));
      const hNext = q.next("h", (affine) => {
        const shown = mul(o, tanh(cNext));
        return projection === undefined ? shown : affine(shown, { to: projection, bias: false, as: "shown" });
      });
      return { h: hNext, c: cNext };
    },
  });
}

/**
 * A long short-term memory over a sequence, with PyTorch's weights (gate order i, f, g, o).
 *
 * @example
 * const layer = lstm({ input: 8, hidden: 32, layers: 2, bidirectional: true, dropout: 0.1 });
 * const { y, state } = layer.apply(layer.init(rng(1)), x);   // x [T, B, 8], y [T, B, 64], state.h, .c [4, B, 32]
 */
export function lstm(options: LstmCellOptions & RecurrentOptions): RecurrentLayer {
  return recurrent(lstmCell(options), options);
}
