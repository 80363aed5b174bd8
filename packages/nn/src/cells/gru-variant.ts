/** The gated recurrent unit with its options. The plain equations stand in gru.ts. */
import { add, mul, sub, type Value } from "@seqloom/ops";
import { type Activation, activationOf } from "../cell/activation.ts";
import { type Affine, type Cell, defineCell } from "../cell/cell.ts";
import { type PreActivationOptions, preActivation } from "./pre-activation.ts";

export interface GruVariantOptions extends PreActivationOptions {
  /** Where the reset gate acts: on the product with the state, as in cuDNN and PyTorch, or on the state, as in the paper. */
  readonly reset?: "after" | "before";
  /** Functions in place of sigmoid (gates) and tanh (candidate). */
  readonly activations?: { readonly gate?: Activation; readonly candidate?: Activation };
}

/** What the gates do. */
export const gateLabels = {
  r: "reset gate: how much of the state the candidate sees",
  z: "update gate: how much of the state stays",
  n: "candidate",
} as const;

/**
 *   r = sigmoid(norm(W x + W h + b))
 *   z = sigmoid(norm(W x + W h + b))
 *   n = tanh(norm(W x + r * (W h + b)))      reset before: tanh(norm(W x + W (r * h) + b))
 *   h' = (1 - z) * n + z * h
 *
 * The weights are PyTorch's either way.
 */
export function gruVariantCell(options: GruVariantOptions & { readonly bias: boolean }): Cell {
  const { bias, reset = "after", activations = {}, layerNorm, clip } = options;
  const gate = activationOf(activations.gate ?? "sigmoid");
  const candidate = activationOf(activations.candidate ?? "tanh");
  return defineCell({
    name: "gru",
    states: ["h"],
    families: { x: "ih", h: "hh" },
    labels: gateLabels,
    bias,
    options: { bias, reset, layerNorm, clip, activations },
    step({ x, h }, q) {
      const z = (sum: Value): Value => preActivation(q, options, sum);
      const recurrent = (affine: Affine, r: Value): Value =>
        reset === "after" ? mul(r, affine(h)) : affine(mul(r, h), { as: "h" });

      const r = q.gate("r", (affine) => gate(z(add(affine(x), affine(h)))));
      const u = q.gate("z", (affine) => gate(z(add(affine(x), affine(h)))));
      const n = q.gate("n", (affine) => candidate(z(add(affine(x), recurrent(affine, r)))));
      return { h: q.next("h", () => add(mul(sub(1, u), n), mul(u, h))) };
    },
  });
}
