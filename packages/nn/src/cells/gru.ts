/**
 * The gated recurrent unit. Cho et al. 2014, https://arxiv.org/abs/1406.1078, with the reset gate after the product
 * with the state, as cuDNN and PyTorch have it.
 */
import { add, mul, sigmoid, sub, tanh } from "@seqloom/ops";
import { type Cell, defineCell } from "../cell/cell.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";
import { type GruVariantOptions, gateLabels, gruVariantCell } from "./gru-variant.ts";

export interface GruCellOptions extends GruVariantOptions {
  /** Whether there are biases; true if left out. */
  readonly bias?: boolean;
}

/**
 * The cell of a gated recurrent unit.
 *
 *   r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)        reset gate
 *   z = sigmoid(W_iz x + b_iz + W_hz h + b_hz)        update gate
 *   n = tanh(W_in x + b_in + r * (W_hn h + b_hn))     candidate
 *   h' = (1 - z) * n + z * h
 */
export function gruCell(options: GruCellOptions = {}): Cell {
  const { bias = true, ...variant } = options;
  if (isVariant(variant)) return gruVariantCell({ ...variant, bias });
  return defineCell({
    name: "gru",
    states: ["h"],
    families: { x: "ih", h: "hh" },
    labels: gateLabels,
    bias,
    options: { bias },
    step({ x, h }, q) {
      const r = q.gate("r", (affine) => sigmoid(add(affine(x), affine(h))));
      const z = q.gate("z", (affine) => sigmoid(add(affine(x), affine(h))));
      const n = q.gate("n", (affine) => tanh(add(affine(x), mul(r, affine(h)))));
      return { h: q.next("h", () => add(mul(sub(1, z), n), mul(z, h))) };
    },
  });
}

function isVariant({ reset = "after", layerNorm = false, clip, activations }: GruVariantOptions): boolean {
  return reset !== "after" || layerNorm || clip !== undefined || activations !== undefined;
}

/**
 * A gated recurrent unit over a sequence, with PyTorch's weights (gate order r, z, n).
 *
 * @example
 * const layer = gru({ input: 8, hidden: 32 });
 * const { y, state } = layer.apply(layer.init(rng(1)), x);   // x [T, B, 8], y [T, B, 32], state.h [1, B, 32]
 */
export function gru(options: GruCellOptions & RecurrentOptions): RecurrentLayer {
  return recurrent(gruCell(options), options);
}
