/** Gradients kept within bounds. */
import { SeqError } from "@seqloom/diagnostic";
import type { Params } from "@seqloom/nn";
import { add, clamp, concat, div, mapLeaves, minimum, mul, norm, reshape, type Value } from "@seqloom/ops";
import { scalar } from "@seqloom/tensor";

/** Bounds for gradients: on the norm of all together, or on each entry. */
export type Clip = { readonly norm: number; readonly order?: number } | { readonly value: number };

/** Gradients within bounds, and how large they were. */
export interface Clipped {
  readonly gradients: Params;
  /** The norm of all gradients together before clipping, a scalar. */
  readonly norm: Value;
}

/**
 * Divides all gradients by one number so that their common norm is at most `most`.
 *
 * Sums run in double precision and entries are scaled by the largest first, so that no gradient that f32 can hold makes
 * the norm overflow.
 *
 * @param order  2 if left out; 1, Infinity or any number above 0
 * @throws SeqError "clip-bound" unless most > 0, "norm-order"
 * @see Pascanu, Mikolov & Bengio 2012, https://arxiv.org/abs/1211.5063
 * @example const { gradients, norm } = clipByNorm(raw, 1);
 */
export function clipByNorm(gradients: Params, most: number, order = 2): Clipped {
  checkBound("clipByNorm", most);
  const size = gradientNorm(gradients, order);
  // 1e-6 as in PyTorch: it makes norms just above the bound fall just below.
  const factor = minimum(div(most, add(size, 1e-6)), 1);
  return { gradients: mapLeaves(gradients, (g) => mul(g, factor)), norm: size };
}

/** Cuts each entry to [-most, most]. @throws SeqError "clip-bound" unless most > 0 @example clipByValue(raw, 0.5) */
export function clipByValue(gradients: Params, most: number): Params {
  checkBound("clipByValue", most);
  return mapLeaves(gradients, (g) => clamp(g, -most, most));
}

/** The gradients within the bounds, if there are any, and their norm before. */
export function clipped(gradients: Params, clip: Clip | undefined): Clipped {
  if (clip !== undefined && "norm" in clip) return clipByNorm(gradients, clip.norm, clip.order);
  return {
    gradients: clip === undefined ? gradients : clipByValue(gradients, clip.value),
    norm: gradientNorm(gradients),
  };
}

/** The norm of all gradients together, a scalar; 0 without any. */
export function gradientNorm(gradients: Params, order = 2): Value {
  const norms = Object.values(gradients).map((g) => reshape(norm(g, undefined, { p: order }), [1]));
  return norms.length === 0 ? scalar(0) : norm(concat(norms), undefined, { p: order });
}

function checkBound(clip: string, most: number): void {
  if (most > 0) return;
  throw new SeqError("clip-bound", `${clip}: the bound is ${most}`, {
    help: "use a number above 0; 1 is a good start for the norm of a recurrent network's gradients",
    details: { clip, bound: most },
  });
}
