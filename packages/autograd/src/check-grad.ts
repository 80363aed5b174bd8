/** checkGrad: gradients against central differences. */
import { SeqError } from "@seqloom/diagnostic";
import { leafPaths, leaves, type Tree, type Value, withLeaves } from "@seqloom/ops";
import { formatType, fromData, Tensor } from "@seqloom/tensor";
import { valueAndGrad } from "./grad.ts";

export interface GradientCheck {
  /** Largest |analytic - numeric| / max(1, |analytic|, |numeric|) over all entries; NaN if any is. */
  readonly worst: number;
  /** Where it was found: the path of the value and the entry in it. */
  readonly at: string;
  readonly analytic: number;
  readonly numeric: number;
}

export interface CheckGradOptions {
  /** Step of the differences. The default 1e-5 balances truncation (step^2) and rounding (1e-16 / step) in f64. */
  readonly step?: number;
}

/**
 * Compares the gradient of `f` with central differences (f(x + s) - f(x - s)) / 2s in every entry.
 *
 * @param f       from a tree of f64 tensors to a loss of one element; use a random cotangent, a plain sum hides errors
 * @throws SeqError "check-grad-dtype" if a value is not f64, "check-grad-traced" inside a recorded function
 * @example expect(checkGrad((p) => sum(mul(tanh(p), cotangent)), x).worst).toBeLessThan(1e-6);
 */
export function checkGrad<P extends Tree>(
  f: (params: P) => Value,
  params: P,
  options: CheckGradOptions = {},
): GradientCheck {
  const step = options.step ?? 1e-5;
  const values = leaves(params).map(asTensor);
  const gradients = leaves(valueAndGrad(f)(params).gradient).map(asTensor);
  const paths = leafPaths(params);
  let worst: GradientCheck = { worst: 0, at: "", analytic: 0, numeric: 0 };
  values.forEach((value, k) => {
    if (value.dtype !== "f64")
      throw new SeqError("check-grad-dtype", `checkGrad: ${paths[k]} is ${formatType(value)}`, {
        help: "use f64; differences of f32 are mostly rounding",
      });
    const lossAt = (i: number, x: number): number => {
      const moved = value.data.slice();
      moved[i] = x;
      const all = values.map((v, j) => (j === k ? fromData(moved, v.shape) : v));
      return asTensor(f(withLeaves(params, all))).item();
    };
    for (let i = 0; i < value.size; i++) {
      const x = value.data[i] ?? 0;
      const numeric = (lossAt(i, x + step) - lossAt(i, x - step)) / (2 * step);
      const analytic = gradients[k]?.data[i] ?? 0;
      const error = Math.abs(analytic - numeric) / Math.max(1, Math.abs(analytic), Math.abs(numeric));
      if (Number.isNaN(error) || error > worst.worst)
        worst = { worst: error, at: `${paths[k]}[${i}]`, analytic, numeric };
    }
  });
  return worst;
}

function asTensor(value: Value): Tensor {
  if (value instanceof Tensor) return value;
  throw new SeqError("check-grad-traced", "checkGrad works on tensors, not inside a recorded function", {
    help: "call it outside of trace, grad and scan",
  });
}
