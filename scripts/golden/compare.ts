/** A result beside the value that a golden file gives for it, and how far apart they may be. */
import type { Tensor } from "@seqloom/tensor";
import { fromGolden, type GoldenTensor } from "./ops.ts";

export interface Comparison {
  /** `out.output`, `grad.weight_ih_l0`, `loss`. */
  readonly what: string;
  readonly got: Tensor;
  readonly want: GoldenTensor;
  /** The reference's own error in f32, relative to max(1, |value|). */
  readonly noise: number;
  /** The largest error at a value, where the file has a rule of its own; max(5e-6, 20 noise) max(1, |want|) if not. */
  readonly allowed?: (want: number) => number;
}

/** The largest error in units of what is allowed; Infinity for another shape. */
export function errorOf({ got, want, noise, allowed }: Comparison): number {
  const wanted = fromGolden({ ...want, dtype: "float64" });
  if (got.shape.join() !== wanted.shape.join()) return Number.POSITIVE_INFINITY;
  const usual = Math.max(5e-6, 20 * noise);
  let worst = 0;
  for (let i = 0; i < wanted.size; i++) {
    const value = got.data[i] ?? Number.NaN;
    const w = wanted.data[i] ?? Number.NaN;
    if (Object.is(value, w) || value === w) continue;
    const error = Math.abs(value - w) / (allowed?.(w) ?? usual * Math.max(1, Math.abs(w)));
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  }
  return worst;
}
