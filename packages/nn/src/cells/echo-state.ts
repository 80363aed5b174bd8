/**
 * The echo state network: random weights that are never trained; only what reads from the states learns.
 * Jaeger 2001, "The echo state approach to analysing and training recurrent neural networks", GMD report 148.
 */
import { allocate, fold, fromData, uniform } from "@seqloom/tensor";
import { uniformStart } from "../init.ts";
import type { Initialiser } from "../module.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";
import { type LeakyCellOptions, leakyCell } from "./leaky.ts";

export interface EchoStateOptions extends LeakyCellOptions {
  /** Largest absolute eigenvalue of the weights on the states; under 1 states forget their start. 0.9 if left out. */
  readonly spectralRadius?: number;
  /** Share of the weights on the states that are not 0; 0.1 if left out. */
  readonly density?: number;
  /** Input weights are uniform up to this; 1 if left out. */
  readonly inputScale?: number;
}

/**
 * Leaky integrators with frozen random weights. Put a trained `linear` on top.
 *
 * @example sequential({ reservoir: echoState({ input: 1, hidden: 200 }), readout: linear({ input: 200, output: 1 }) });
 */
export function echoState(options: EchoStateOptions & RecurrentOptions): RecurrentLayer {
  const { spectralRadius = 0.9, density = 0.1, inputScale = 1 } = options;
  const cell = leakyCell(options, {
    name: "echoState",
    frozen: true,
    onInput: { start: uniformStart(inputScale) },
    onState: { bias: false, start: spectralStart(spectralRadius, density) },
  });
  return recurrent({ ...cell, options: { ...cell.options, spectralRadius, density, inputScale } }, options);
}

/** Uniform entries, a share of them, scaled to a spectral radius (found to about one percent). */
export function spectralStart(radius: number, density: number): Initialiser {
  return (rng, shape, dtype) => {
    const [n = 1] = shape;
    const values = uniform(fold(rng, 0), shape, "f64", -1, 1).data;
    const chosen = uniform(fold(rng, 1), shape, "f64").data;
    const matrix = Float64Array.from(values, (v, i) => ((chosen[i] ?? 1) < density ? v : 0));
    const found = spectralRadiusOf(matrix, n);
    const data = allocate(dtype, matrix.length);
    for (let i = 0; i < data.length; i++) data[i] = found === 0 ? 0 : ((matrix[i] ?? 0) * radius) / found;
    return fromData(data, shape);
  };
}

/**
 * The growth of |M^k v| per step in the long run (Gelfand's formula). Pairs of complex eigenvalues make single steps
 * swing, so the mean over many is taken.
 */
function spectralRadiusOf(matrix: Float64Array, n: number): number {
  const [warmUp, steps] = [50, 400];
  let v = Float64Array.from({ length: n }, (_, i) => 1 + (i % 7));
  let growth = 0;
  for (let k = 0; k < warmUp + steps; k++) {
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += (matrix[i * n + j] ?? 0) * (v[j] ?? 0);
      next[i] = sum;
    }
    const length = Math.hypot(...next);
    if (length === 0) return 0;
    if (k >= warmUp) growth += Math.log(length);
    v = next.map((x) => x / length);
  }
  return Math.exp(growth / steps);
}
