/** Attention over the outputs of a recurrent layer: a sequence as one vector. */
import { add, expandDims, matmul, mul, reshape, softmax, sum, tanh, type Value, where } from "@seqloom/ops";
import { dims } from "@seqloom/tensor";
import { uniformStart } from "../init.ts";
import { checkSizes } from "../layers/sizes.ts";
import { initParameters, type Layer, type Mode, type Parameter, type Params, parameter } from "../module.ts";
import { type Coverage, coverageMask } from "../recurrent/lengths.ts";

export interface AttentionPoolOptions {
  /** Width of the outputs. */
  readonly input: number;
  /** Width of what scores them; the input's if left out. */
  readonly size?: number;
}

export interface AttentionPool extends Layer {
  /** @param x  [T, B, H]; padding (lengths, mask) gets no weight. @returns [B, H] */
  apply(params: Params, x: Value, mode?: Mode & Coverage): Value;
  /** The weight of each step, [T, B]; adds up to 1 over T. */
  weights(params: Params, x: Value, covers?: Coverage): Value;
}

/**
 * The mean of the outputs, each step weighted by softmax over t of v . tanh(W h_t + b).
 *
 * Parameters: weight [N, H], bias [N], score [N].
 *
 * @throws SeqError "layer-size"; when applied, "shape-mismatch", "lengths"
 * @see Yang et al. 2016, https://aclanthology.org/N16-1174
 * @example sequential({ rnn: gru({ input: 8, hidden: 16 }), pool: attentionPool({ input: 16 }), head });
 */
export function attentionPool(options: AttentionPoolOptions): AttentionPool {
  const { input, size = input } = options;
  checkSizes("attentionPool", { input, size });
  const spread = uniformStart(1 / Math.sqrt(input));
  const parameters: Readonly<Record<string, Parameter>> = {
    weight: { shape: [size, input], init: spread },
    bias: { shape: [size], init: spread },
    score: { shape: [size], init: uniformStart(1 / Math.sqrt(size)) },
  };
  const weights = (params: Params, x: Value, covers: Coverage): Value => {
    const { T, B } = dims(x, "T B H", { H: input }, "x of attentionPool");
    const at = (path: string) => parameter(params, path, parameters[path]?.shape);
    const rows = reshape(x, [T * B, input]);
    const hidden = tanh(add(matmul(rows, at("weight"), { transposeB: true }), at("bias")));
    const scores = reshape(matmul(hidden, at("score")), [T, B]);
    const mask = coverageMask(covers, T, B, false);
    return softmax(mask === undefined ? scores : where(mask, scores, -1e30), 0);
  };
  return {
    kind: "attentionPool",
    needsSequence: true,
    parameters,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    weights: (params, x, covers = {}) => weights(params, x, covers),
    apply: (params, x, call = {}) => sum(mul(expandDims(weights(params, x, call), -1), x), 0),
  };
}
