/** A cell as a user would write it: an LSTM whose gates are normalised and see the memory. Nothing in Seqloom knows it. */

import { type Cell, constantStart, defineCell } from "@seqloom/nn";
import { add, mul, sigmoid, tanh } from "@seqloom/ops";

/**
 *   i, f = sigmoid(norm(W x + U h + b) + p * c)
 *   g = tanh(norm(W x + U h + b))
 *   c' = f * c + i * g
 *   o = sigmoid(norm(W x + U h + b) + p * c')
 *   h' = o * tanh(norm(c'))
 *
 * Gers & Schmidhuber 2000 (peepholes); Ba, Kiros & Hinton 2016, https://arxiv.org/abs/1607.06450 (where to normalise)
 */
export const customCell: Cell = defineCell({
  name: "custom",
  states: ["h", "c"],
  step({ x, h, c }, q) {
    const peephole = (name: string) => q.weight(name, [q.hidden], constantStart(0.1));
    const i = q.gate("i", (affine) => sigmoid(add(q.layerNorm(affine([x, h])), mul(peephole("pi"), c))));
    const f = q.gate("f", (affine) => sigmoid(add(q.layerNorm(affine([x, h])), mul(peephole("pf"), c))));
    const g = q.gate("g", (affine) => tanh(q.layerNorm(affine([x, h]))));
    const next = q.next("c", () => add(mul(f, c), mul(i, g)));
    const o = q.gate("o", (affine) => sigmoid(add(q.layerNorm(affine([x, h])), mul(peephole("po"), next))));
    return { h: q.next("h", () => mul(o, tanh(q.layerNorm(next)))), c: next };
  },
});
