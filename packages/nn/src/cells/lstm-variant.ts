/** Long short-term memory with everything people have added to it. The plain equations stand in lstm.ts. */
import { add, mul, sub, type Value } from "@seqloom/ops";
import { type Activation, activationOf } from "../cell/activation.ts";
import { type Affine, type Cell, defineCell } from "../cell/cell.ts";
import { constantStart } from "../init.ts";
import { type PreActivationOptions, preActivation } from "./pre-activation.ts";

export interface LstmVariantOptions extends PreActivationOptions {
  /** Width of h and y where they are a learned projection of what the cell shows (Sak, Senior & Beaufays 2014). */
  readonly projection?: number;
  /** Gates see the memory, unit by unit (Gers & Schmidhuber 2000): weights `weight_ci`, `weight_cf`, `weight_co`. */
  readonly peephole?: boolean;
  /** What is not forgotten is not written: f = 1 - i, and there is no forget gate (Greff et al. 2015). */
  readonly coupled?: boolean;
  /** Functions in place of sigmoid (gates), tanh (candidate) and tanh (memory shown). */
  readonly activations?: {
    readonly gate?: Activation;
    readonly candidate?: Activation;
    readonly memory?: Activation;
  };
}

/** What the gates do. */
export const gateLabels = {
  i: "input gate: how much of the candidate is written",
  f: "forget gate: how much of the memory is kept",
  g: "candidate",
  o: "output gate: how much of the memory is shown",
} as const;

/**
 *   i = sigmoid(norm(W x + W h + b) + p_i * c)
 *   f = sigmoid(norm(W x + W h + b) + p_f * c)     coupled: 1 - i
 *   g = tanh(norm(W x + W h + b))
 *   c' = f * c + i * g
 *   o = sigmoid(norm(W x + W h + b) + p_o * c')
 *   h' = W_hr (o * tanh(norm(c')))
 */
export function lstmVariantCell(
  options: LstmVariantOptions & { readonly bias: boolean; readonly forgetBias: number },
): Cell {
  const { bias, forgetBias, projection, peephole, coupled, layerNorm, clip, activations = {} } = options;
  const gate = activationOf(activations.gate ?? "sigmoid");
  const candidate = activationOf(activations.candidate ?? "tanh");
  const memory = activationOf(activations.memory ?? "tanh");
  return defineCell({
    name: "lstm",
    states: ["h", "c"],
    sizes: { h: projection },
    families: { x: "ih", h: "hh", shown: "hr" },
    labels: gateLabels,
    bias,
    options: { bias, forgetBias, projection, peephole, coupled, layerNorm, clip, activations },
    step({ x, h, c }, q) {
      const sees = (name: string, memory: Value): Value | undefined =>
        peephole === true ? mul(q.weight(name, [q.hidden], constantStart(0)), memory) : undefined;
      const z = (affine: Affine, seen?: Value, biasStart = 0): Value =>
        preActivation(q, options, add(affine(x, { biasStart }), affine(h)), seen);

      const i = q.gate("i", (affine) => gate(z(affine, sees("ci", c))));
      const f = q.gate("f", (affine) =>
        coupled === true ? sub(1, i) : gate(z(affine, sees("cf", c), forgetBias)),
      );
      const g = q.gate("g", (affine) => candidate(z(affine)));
      const cNext = q.next("c", () => add(mul(f, c), mul(i, g)));
      const o = q.gate("o", (affine) => gate(z(affine, sees("co", cNext))));
      const hNext = q.next("h", (affine) => {
        const shown = mul(o, memory(layerNorm === true ? q.layerNorm(cNext) : cNext));
        return projection === undefined ? shown : affine(shown, { to: projection, bias: false, as: "shown" });
      });
      return { h: hNext, c: cNext };
    },
  });
}
