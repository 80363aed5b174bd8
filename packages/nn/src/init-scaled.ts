/** First values scaled so that signals (or gradients) keep their size from layer to layer. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape, normal, type Shape, sizeOf, uniform } from "@seqloom/tensor";
import type { Initialiser } from "./module.ts";

/** Activations with a known gain: by how much a signal must grow before them to keep its size after them. */
export type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";

/**
 * The gain of an activation, with PyTorch's values.
 *
 * @param slope  of `leakyRelu` below 0
 */
export function gainOf(nonlinearity: Nonlinearity, slope = 0.01): number {
  switch (nonlinearity) {
    case "linear":
    case "sigmoid":
      return 1;
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.SQRT2;
    case "leakyRelu":
      return Math.sqrt(2 / (1 + slope ** 2));
    case "selu":
      return 3 / 4;
    default:
      return nonlinearity satisfies never;
  }
}

export interface XavierOptions {
  /** 1 if left out; see `gainOf`. */
  readonly gain?: number;
}

/**
 * Uniform with the variance 2 gain^2 / (fan in + fan out).
 *
 * For a weight [out, in, kernel...] fan in is in * kernel, fan out is out * kernel.
 *
 * @throws SeqError "init-shape" for fewer than two axes
 * @see Glorot & Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html
 */
export function xavierUniformStart(options: XavierOptions = {}): Initialiser {
  return (rng, shape, dtype) => {
    const limit = Math.sqrt(3) * xavierDeviation(shape, options);
    return uniform(rng, shape, dtype, -limit, limit);
  };
}

/** Normal with the variance of `xavierUniformStart`. */
export function xavierNormalStart(options: XavierOptions = {}): Initialiser {
  return (rng, shape, dtype) => normal(rng, shape, dtype, 0, xavierDeviation(shape, options));
}

export interface KaimingOptions {
  /** Keep the size of signals (`in`, the default) or of gradients (`out`). */
  readonly fan?: "in" | "out";
  /** That of relu, the square root of 2, if left out; see `gainOf`. */
  readonly gain?: number;
}

/**
 * Uniform with the variance gain^2 / fan. PyTorch starts linear layers so, with the gain of a leaky rectifier of
 * slope sqrt(5), which makes the limit 1 / sqrt(fan in).
 *
 * @throws SeqError "init-shape" for fewer than two axes
 * @see He, Zhang, Ren & Sun 2015, https://arxiv.org/abs/1502.01852
 */
export function kaimingUniformStart(options: KaimingOptions = {}): Initialiser {
  return (rng, shape, dtype) => {
    const limit = Math.sqrt(3) * kaimingDeviation(shape, options);
    return uniform(rng, shape, dtype, -limit, limit);
  };
}

/** Normal with the variance of `kaimingUniformStart`. */
export function kaimingNormalStart(options: KaimingOptions = {}): Initialiser {
  return (rng, shape, dtype) => normal(rng, shape, dtype, 0, kaimingDeviation(shape, options));
}

function xavierDeviation(shape: Shape, { gain = 1 }: XavierOptions): number {
  const { fanIn, fanOut } = fansOf(shape);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

function kaimingDeviation(shape: Shape, { fan = "in", gain = gainOf("relu") }: KaimingOptions): number {
  const { fanIn, fanOut } = fansOf(shape);
  return gain / Math.sqrt(fan === "in" ? fanIn : fanOut);
}

function fansOf(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  const [out, inputs, ...kernel] = shape;
  if (out === undefined || inputs === undefined) {
    throw new SeqError("init-shape", `a weight ${formatShape(shape)} has no fan in and fan out`, {
      help: "use uniformStart or constantStart for weights with fewer than two axes",
      details: { shape },
    });
  }
  const size = sizeOf(kernel);
  return { fanIn: inputs * size, fanOut: out * size };
}
