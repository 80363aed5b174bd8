/** Scaled dot-product attention. https://arxiv.org/abs/1706.03762 */
import { matmul } from "../primitives/matmul.ts";
import { mul } from "../primitives/mul.ts";
import { where } from "../primitives/where.ts";
import type { Value } from "../value.ts";
import { softmax } from "./softmax.ts";

export interface AttentionOptions {
  /** bool, broadcasting to [..., T, S]: true where a query may look at a key. A query that may look nowhere gives NaN. */
  readonly mask?: Value;
  /** Factor of the products; 1 / sqrt(D) if left out. */
  readonly scale?: number;
}

/**
 * softmax(scale q k^T) v.
 *
 * @param q  queries, [..., T, D]
 * @param k  keys, [..., S, D]
 * @param v  values, [..., S, E]
 * @returns  [..., T, E]
 * @throws SeqError "shape-mismatch"
 */
export function attention(q: Value, k: Value, v: Value, options: AttentionOptions = {}): Value {
  const { mask, scale = 1 / Math.sqrt(q.shape.at(-1) ?? 1) } = options;
  const scores = mul(scale, matmul(q, k, { transposeB: true }));
  const seen = mask === undefined ? scores : where(mask, scores, Number.NEGATIVE_INFINITY);
  return matmul(softmax(seen), v);
}
