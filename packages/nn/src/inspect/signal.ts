/**
 * What comes back from an answer to the states of earlier steps.
 *
 * The gradient of the loss shows this badly: once a model is right it is tiny at every step, and nothing vanished.
 * So vectors of length 1 are sent back instead; see Pascanu, Mikolov & Bengio 2013, https://arxiv.org/abs/1211.5063
 */
import { SeqError } from "@seqloom/diagnostic";
import { abs, amax, div, maximum, mul, reshape, slice, sqrt, sum, type Value } from "@seqloom/ops";
import { convert, type DType, fold, fromData, normal, rng, type Tensor } from "@seqloom/tensor";
import type { Params } from "../module.ts";
import type { RecurrentLayer } from "../recurrent/recurrent.ts";
import { type RecurrentResult, stepsOf } from "../recurrent/run.ts";
import { mapValues } from "../recurrent/values.ts";
import type { InspectOptions } from "./inspect.ts";
import { type StateValues, stateGradients } from "./state-gradients.ts";

export interface SignalOptions extends Omit<InspectOptions, "watch"> {
  /** The step whose output is the answer; the last if left out. */
  readonly at?: number;
  /** Over how many random unit vectors is averaged; 4 if left out. */
  readonly directions?: number;
  /** Of these vectors; 1 if left out. */
  readonly seed?: number;
}

/**
 * The signal that comes back: for every state s and step t the norm of d(v . y_at) / d s_t, as the root mean square
 * over the examples and a few random unit vectors v. At the answer's own step it is 1 for a state that is the output.
 *
 * @returns [T] by state, for each cell; steps count as in x
 * @throws SeqError "signal-step" if there is no step `at`
 * @example
 * const [cell] = returningSignal(layer, params, x);
 * reach(cell.values.c);      // for how many steps back it stays at 0.01 or more
 */
export function returningSignal(
  layer: RecurrentLayer,
  params: Params,
  x: Value,
  options: SignalOptions = {},
): readonly StateValues[] {
  const { directions = 4, seed = 1, at, ...rest } = options;
  const { T, B } = stepsOf(layer, x);
  if (at !== undefined && !(Number.isInteger(at) && at >= 0 && at < T)) {
    throw new SeqError("signal-step", `there is no step ${at} for the signal to start from`, {
      help: `the sequence has steps 0 to ${T - 1}`,
      details: { at, T },
    });
  }
  const vectors = unitVectors(directions, layer.width, seed, x.dtype);
  const gradients = stateGradients(layer, params, x, rest, (result) => {
    const answer = answerOf(layer, result, x.shape.length === 2, at ?? T - 1);
    return vectors.map((v) => sum(mul(answer, v)));
  });
  return gradients.map((cell) => ({
    ...cell,
    values: mapValues(cell.values, (g) => normPerStep(g, directions * B)),
  }));
}

/**
 * The norm of dL / d s_t over examples and units, for every state s and step t.
 *
 * @param lossOf  from the layer's result to a loss of one element: what stands above the layer in a model
 * @returns       [T] by state, for each cell
 */
export function stateGradientNorms(
  layer: RecurrentLayer,
  params: Params,
  x: Value,
  lossOf: (result: RecurrentResult) => Value,
  options: Omit<InspectOptions, "watch"> = {},
): readonly StateValues[] {
  const gradients = stateGradients(layer, params, x, options, (result) => [lossOf(result)]);
  return gradients.map((cell) => ({ ...cell, values: mapValues(cell.values, (g) => normPerStep(g, 1)) }));
}

/**
 * For how many steps back a signal stays at the threshold or above.
 *
 * @param signal     [T], as `returningSignal` gives it
 * @param threshold  0.01 if left out
 * @param at         the step of the answer; the last if left out
 */
export function reach(
  signal: Tensor | ArrayLike<number>,
  { threshold = 0.01, at }: { readonly threshold?: number; readonly at?: number } = {},
): number {
  const values = Array.from("data" in signal ? signal.data : signal);
  const start = at ?? values.length - 1;
  let steps = 0;
  while (start - steps - 1 >= 0 && (values[start - steps - 1] ?? 0) >= threshold) steps += 1;
  return steps;
}

/** What the layer gives at a step, [..., W] with any axes of size 1 or B before. */
function answerOf(layer: RecurrentLayer, { y }: RecurrentResult, isSingle: boolean, at: number): Value {
  if (layer.options.output === "last") return y;
  return slice(y, layer.options.batchFirst && !isSingle ? 1 : 0, at, at + 1);
}

function unitVectors(count: number, size: number, seed: number, dtype: DType): readonly Tensor[] {
  return Array.from({ length: count }, (_, k) => {
    const v = normal(fold(rng(seed), k), [size], "f64");
    const length = Math.hypot(...v.data);
    return convert(fromData(Float64Array.from(v.data, (entry) => entry / length)), dtype);
  });
}

/**
 * The norm of g [K, T, B, H] at each step, its square divided by `count`: [T].
 *
 * The largest entry is taken out first, since a vanished gradient of 1e-23 has a square that f32 cannot hold.
 */
function normPerStep(g: Value, count: number): Value {
  const T = g.shape[1] ?? 0;
  const smallest = 1e-37; // keeps 0 / 0 out; f32 holds it
  const largest = maximum(amax(abs(g), [0, 2, 3], { keepDims: true }), smallest);
  const scaled = div(g, largest);
  return mul(reshape(largest, [T]), sqrt(div(sum(mul(scaled, scaled), [0, 2, 3]), count)));
}
