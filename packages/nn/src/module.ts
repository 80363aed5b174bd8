/**
 * What layers have in common: flat parameters under PyTorch's names, and their first values.
 *
 * A layer is a plain object without weights in it. Weights are a record from path to value, so that a training step
 * takes them as inputs, an optimiser walks over them, and a file stores them under the same names.
 */
import { SeqError } from "@seqloom/diagnostic";
import type { Value } from "@seqloom/ops";
import {
  type FloatDType,
  fold,
  formatShape,
  type Rng,
  type Shape,
  sameShape,
  type Tensor,
} from "@seqloom/tensor";

/** Weights by path: `weight_ih_l0`, `encoder.linear.bias`. Flat, so that a path is a name in a file of weights. */
export type Params = Readonly<Record<string, Value>>;

/** The same, before anything is recorded: what `init` draws and files hold. */
export type TensorParams = Readonly<Record<string, Tensor>>;

/** First values of a parameter. */
export type Initialiser = (rng: Rng, shape: Shape, dtype: FloatDType) => Tensor;

/** What is known of a parameter before it has values. */
export interface Parameter {
  readonly shape: Shape;
  readonly init: Initialiser;
  /** Never trained: gradients stop here, optimisers leave it as it is. */
  readonly frozen?: boolean;
}

/** How a layer is being used. Left out: in use, not in training. */
export interface Mode {
  /** Dropout and other noise act only while training. */
  readonly training?: boolean;
  /** A random key, i32[2] (see `keyTensor`); needed by layers that are random while training. */
  readonly key?: Value;
}

/** What every layer has, stateful or not. */
export interface Module {
  /** What it is, in one word: `linear`, `lstm`, `sequential`. */
  readonly kind: string;
  /** Paths, shapes and first values, in the order in which they are listed and stored. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Draws the parameters. Each has its own key, made from its path, so one more changes no other. */
  init(rng: Rng, dtype?: FloatDType): TensorParams;
}

/** A layer from one value to one value. */
export interface Layer extends Module {
  /** It looks along time, so it cannot be run one step at a time. */
  readonly needsSequence?: boolean;
  apply(params: Params, x: Value, mode?: Mode): Value;
}

/** What a layer carries from one call to the next, by name. Flat, as parameters are. */
export type State = Params;

export interface StatefulResult {
  readonly y: Value;
  readonly state: State;
}

/** A layer that carries states: along time within a call, and from call to call. */
export interface StatefulLayer extends Module {
  /** @param x  a whole sequence */
  apply(params: Params, x: Value, state?: State, mode?: Mode): StatefulResult;
  /** @param x  one step */
  step(params: Params, x: Value, state?: State, mode?: Mode): StatefulResult;
}

/** Draws every parameter from a key of its own, made from its path. */
export function initParameters(
  parameters: Readonly<Record<string, Parameter>>,
  rng: Rng,
  dtype: FloatDType = "f32",
): TensorParams {
  return Object.fromEntries(
    Object.entries(parameters).map(([path, { shape, init }]) => [
      path,
      init(fold(rng, hashOf(path)), shape, dtype),
    ]),
  );
}

/** FNV-1a, 32 bits: spreads short names well and is the same everywhere. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/**
 * One parameter by its path.
 *
 * @param shape  what the layer needs; checked if given
 * @throws SeqError "weight-missing" listing the paths there are, "weight-shape" naming both shapes
 */
export function parameter(params: Params, path: string, shape?: Shape): Value {
  const value = params[path];
  if (value === undefined) {
    throw new SeqError("weight-missing", `there is no weight ${path}`, {
      help: `the record holds ${Object.keys(params).join(", ") || "nothing"}; make one with init(rng(seed))`,
      details: { path, paths: Object.keys(params) },
    });
  }
  if (shape !== undefined && !sameShape(value.shape, shape)) {
    throw new SeqError(
      "weight-shape",
      `weight ${path} is ${formatShape(value.shape)}, the layer needs ${formatShape(shape)}`,
      {
        help: "use weights of a layer with the same sizes",
        details: { path, shape: value.shape, want: shape },
      },
    );
  }
  return value;
}

/** The part of a record under a prefix, without it: `encoder.weight` is `weight` in `scoped(params, "encoder")`. */
export function scoped(params: Params, prefix: string): Params {
  const start = `${prefix}.`;
  return Object.fromEntries(
    Object.entries(params).flatMap(([path, value]) =>
      path.startsWith(start) ? [[path.slice(start.length), value]] : [],
    ),
  );
}

/** A record with every path under a prefix; of parameters, weights or gradients. */
export function prefixed<T>(record: Readonly<Record<string, T>>, prefix: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([path, value]) => [`${prefix}.${path}`, value]));
}
