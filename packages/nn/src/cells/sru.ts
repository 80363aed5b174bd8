/** The simple recurrent unit: states meet their past unit by unit. Lei et al. 2018, https://arxiv.org/abs/1709.02755 */
import { add, mul, sigmoid, sub } from "@seqloom/ops";
import { type Cell, defineCell } from "../cell/cell.ts";
import { uniformStart } from "../init.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";

/**
 *   f = sigmoid(W x + v_f * c + b)
 *   r = sigmoid(W x + v_r * c + b)
 *   n = W x
 *   c' = f * c + (1 - f) * n
 *   h = r * c' + (1 - r) * x          x through a further W where it is not as wide as c
 *
 * Without the paper's constant that rescales x in the last line.
 */
export function sruCell(): Cell {
  return defineCell({
    name: "sru",
    states: ["c"],
    outputs: ["h"],
    families: { x: "ih" },
    labels: {
      f: "forget gate: how much of the memory is kept",
      r: "reset gate: how much of the memory is shown in place of the input",
      n: "candidate",
    },
    step({ x, c }, q) {
      const start = uniformStart(1 / Math.sqrt(q.hidden));
      const f = q.gate("f", (affine) => sigmoid(add(affine(x), mul(q.weight("cf", [q.hidden], start), c))));
      const r = q.gate("r", (affine) => sigmoid(add(affine(x), mul(q.weight("cr", [q.hidden], start), c))));
      const n = q.gate("n", (affine) => affine(x, { bias: false }));
      const cNext = q.next("c", () => add(mul(f, c), mul(sub(1, f), n)));
      const h = q.gate("h", (affine) => {
        const past = q.input === q.hidden ? x : affine(x, { bias: false });
        return add(mul(r, cNext), mul(sub(1, r), past));
      });
      return { c: cNext, h };
    },
  });
}

/** An SRU over a sequence. Weights `weight_ih_l0` [3H or 4H, I], `bias_ih_l0` [2H], `weight_cf_l0`, `weight_cr_l0` [H]. */
export function sru(options: RecurrentOptions): RecurrentLayer {
  return recurrent(sruCell(), options);
}
