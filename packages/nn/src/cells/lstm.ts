/**
 * Long short-term memory. Hochreiter & Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735;
 * forget gate: Gers, Schmidhuber & Cummins 2000, https://doi.org/10.1162/089976600300015015
 */
import { add, mul, sigmoid, tanh } from "@seqloom/ops";
import { type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";
import { gateLabels, type LstmVariantOptions, lstmVariantCell } from "./lstm-variant.ts";

export interface LstmCellOptions extends LstmVariantOptions {
  /** Whether there are biases; true if left out. */
  readonly bias?: boolean;
  /** Added to the forget gate's first bias, so that memory is kept from the start; 0 if left out, as in PyTorch. */
  readonly forgetBias?: number;
}

/**
 * The cell of a long short-term memory.
 *
 *   i = sigmoid(W_ii x + b_ii + W_hi h + b_hi)    input gate
 *   f = sigmoid(W_if x + b_if + W_hf h + b_hf)    forget gate
 *   g = tanh(W_ig x + b_ig + W_hg h + b_hg)       candidate
 *   o = sigmoid(W_io x + b_io + W_ho h + b_ho)    output gate
 *   c' = f * c + i * g
 *   h' = o * tanh(c')
 */
export function lstmCell(options: LstmCellOptions = {}): Cell {
  const { bias = true, forgetBias = 0, ...variant } = options;
  if (isVariant(variant)) return lstmVariantCell({ ...variant, bias, forgetBias });
  return defineCell({
    name: "lstm",
    states: ["h", "c"],
    families: { x: "ih", h: "hh" },
    labels: gateLabels,
    bias,
    options: { bias, forgetBias },
    step({ x, h, c }, q) {
      const i = q.gate("i", (affine) => sigmoid(add(affine(x), affine(h))));
      const f = q.gate("f", (affine) => sigmoid(add(affine(x, { biasStart: forgetBias }), affine(h))));
      const g = q.gate("g", (affine) => tanh(add(affine(x), affine(h))));
      const o = q.gate("o", (affine) => sigmoid(add(affine(x), affine(h))));
      const cNext = q.next("c", () => add(mul(f, c), mul(i, g)));
      return { h: q.next("h", () => mul(o, tanh(cNext))), c: cNext };
    },
  });
}

function isVariant(options: LstmVariantOptions): boolean {
  const { projection, peephole = false, coupled = false, layerNorm = false, clip, activations } = options;
  const values = [projection, clip, activations];
  return peephole || coupled || layerNorm || values.some((value) => value !== undefined);
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
