/** Attention: each query gets a mean of values, weighted by how well their keys fit it. */
import { SeqError } from "@seqloom/diagnostic";
import { expandDims, matmul, mul, permute, reshape, softmax, squeeze, type Value, where } from "@seqloom/ops";
import { dims } from "@seqloom/tensor";
import { linear } from "../layers/linear.ts";
import { checkSizes } from "../layers/sizes.ts";
import { initParameters, type Module, type Parameter, type Params, prefixed, scoped } from "../module.ts";
import { type Coverage, coverageMask } from "../recurrent/lengths.ts";

export interface AttentionLayerOptions {
  /** Width of the queries. */
  readonly query: number;
  /** Width of what is looked at. */
  readonly key: number;
  /** Width of the result and of the products inside, over all heads together. */
  readonly size: number;
  /** How many places are looked at independently; 1 if left out. */
  readonly heads?: number;
}

export interface AttentionResult {
  /** [T, B, N], or [B, N] for a single query. */
  readonly y: Value;
  /** What each query looked at, [B, heads, T, U]; adds up to 1 over U. */
  readonly weights: Value;
}

export interface AttentionLayer extends Module {
  /** Width of y. */
  readonly width: number;
  /**
   * @param queries  [T, B, A], or [B, A] for one step
   * @param keys     what is looked at, [U, B, K]: the outputs of an encoder
   * @param covers   lengths or mask of the keys; padding is not looked at
   */
  apply(params: Params, queries: Value, keys: Value, covers?: Coverage): AttentionResult;
}

/** Small enough to get no weight, and a number, so that an example without any key gives one too. */
const notSeen = -1e30;

/**
 * Learned scaled dot-product attention.
 *
 * Parameters: query.weight [N, A], key.weight [N, K], value.weight [N, K], out.weight [N, N], and a bias [N] for each.
 *
 * @throws SeqError "layer-size", "attention-heads" if the size does not divide into the heads; when applied,
 *         "shape-mismatch", "lengths"
 * @see Vaswani et al. 2017, https://arxiv.org/abs/1706.03762; over the outputs of an encoder: Luong, Pham & Manning
 *      2015, https://arxiv.org/abs/1508.04025
 * @example
 * const look = attention({ query: 32, key: 64, size: 32 });
 * const { y } = look.apply(look.init(rng(1)), decoded, encoded, { lengths });
 */
export function attention(options: AttentionLayerOptions): AttentionLayer {
  const { query, key, size, heads = 1 } = options;
  checkSizes("attention", { query, key, size, heads });
  if (size % heads !== 0) {
    throw new SeqError("attention-heads", `attention: size ${size} does not divide into ${heads} heads`, {
      help: "make the size a multiple of the heads",
      details: { size, heads },
    });
  }
  const projections = {
    query: linear({ input: query, output: size }),
    key: linear({ input: key, output: size }),
    value: linear({ input: key, output: size }),
    out: linear({ input: size, output: size }),
  };
  const parameters: Readonly<Record<string, Parameter>> = Object.assign(
    {},
    ...Object.entries(projections).map(([name, layer]) => prefixed(layer.parameters, name)),
  );
  /** [T, B, N] as [B, heads, T, N / heads]. */
  const perHead = (v: Value): Value => {
    const [T = 0, B = 0] = v.shape;
    return permute(reshape(v, [T, B, heads, size / heads]), [1, 2, 0, 3]);
  };
  return {
    kind: "attention",
    width: size,
    parameters,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply(params, queries, keys, covers = {}) {
      if (queries.shape.length === 2) {
        const { y, weights } = this.apply(params, expandDims(queries, 0), keys, covers);
        return { y: squeeze(y, 0), weights };
      }
      const { T, B } = dims(queries, "T B A", { A: query }, "queries of attention");
      const { U } = dims(keys, "U B K", { B, K: key }, "keys of attention");
      const project = (name: keyof typeof projections, v: Value) =>
        projections[name].apply(scoped(params, name), v);
      const [q, k, v] = [project("query", queries), project("key", keys), project("value", keys)].map(
        perHead,
      );
      if (q === undefined || k === undefined || v === undefined)
        throw new RangeError("internal: a projection was lost");
      const scores = mul(matmul(q, k, { transposeB: true }), 1 / Math.sqrt(size / heads));
      const mask = coverageMask(covers, U, B, false);
      const seen =
        mask === undefined ? scores : where(reshape(permute(mask, [1, 0]), [B, 1, 1, U]), scores, notSeen);
      const weights = softmax(seen);
      const joined = reshape(permute(matmul(weights, v), [2, 0, 1, 3]), [T, B, size]);
      return { y: project("out", joined), weights };
    },
  };
}
