/** A recurrent layer and a linear one over its output: the model of all experiments. */
import {
  gru,
  linear,
  lstm,
  type Params,
  prefixed,
  type RecurrentLayer,
  rnn,
  scoped,
  type TensorParams,
} from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import { fold, type Rng } from "@seqloom/tensor";

export type CellName = "rnn" | "lstm" | "gru";

/** Plain data. What is left out is as in PyTorch. */
export interface ModelSpec {
  readonly cell: CellName;
  readonly hidden: number;
  /** Of an LSTM: added to the forget gate's bias at the start. */
  readonly forgetBias?: number;
  /** First values of the recurrent weights, times `gain`. */
  readonly recurrent?: "uniform" | "orthogonal" | "identity";
  readonly gain?: number;
  /** Gradients go back over at most this many steps. */
  readonly truncate?: number;
}

/** Where a model meets its task. */
export interface Ends {
  /** Numbers at each step of x. */
  readonly input: number;
  /** Numbers in an answer. */
  readonly output: number;
  /** One answer after the last step, or one at every step. */
  readonly answers: "last" | "sequence";
  /** x is [B, T, I] instead of [T, B, I]. */
  readonly batchFirst?: boolean;
}

export interface Model {
  readonly layer: RecurrentLayer;
  /** How many numbers are trained. */
  readonly weights: number;
  init(key: Rng): TensorParams;
  /** @returns [B, O] for an answer after the last step, [T, B, O] for one at every step */
  apply(params: Params, x: Value): Value;
  /** What the linear layer makes of outputs of the recurrent one. */
  readOut(params: Params, h: Value): Value;
}

const layers = { rnn, lstm, gru };

/** Weights are called `rnn.…` and `head.…`. */
export function modelOf(
  { cell, ...options }: ModelSpec,
  { input, output, answers, batchFirst }: Ends,
): Model {
  const layer = layers[cell]({ input, ...options, output: answers, batchFirst });
  const head = linear({ input: layer.width, output });
  const readOut = (params: Params, h: Value) => head.apply(scoped(params, "head"), h);
  const shapes = [...Object.values(layer.parameters), ...Object.values(head.parameters)];
  return {
    layer,
    weights: shapes.reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0),
    init: (key) => ({
      ...prefixed(layer.init(fold(key, 0)), "rnn"),
      ...prefixed(head.init(fold(key, 1)), "head"),
    }),
    readOut,
    apply: (params, x) => readOut(params, layer.apply(scoped(params, "rnn"), x).y),
  };
}

/** The weights of the recurrent layer alone, as `inspect` and `returningSignal` take them. */
export function recurrentParams(params: TensorParams): TensorParams {
  const prefix = "rnn.";
  const own = Object.entries(params).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(own.map(([path, value]) => [path.slice(prefix.length), value]));
}
