/** A model's forward pass, outside training, compiled once for each shape of batch. */
import { type Compiler, type Executable, trace } from "@seqloom/graph";
import type { Params, TensorParams } from "@seqloom/nn";
import { leaves, type Value, withLeaves } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";
import { type FloatDType, formatType, type Tensor } from "@seqloom/tensor";
import type { FieldBatch } from "./model.ts";
import type { States } from "./truncated.ts";

/** The fields of a batch, batch first, and the lengths of uneven ones. */
export type TensorBatch = {
  readonly fields: Readonly<Record<string, Tensor>>;
  readonly lengths: Readonly<Record<string, Tensor>>;
};

/** States of recurrent layers, by path and name. */
export type TensorStates = { readonly [path: string]: { readonly [state: string]: Tensor } };

export interface Answer {
  /** Results of the model by name. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** After the last step. */
  readonly states: TensorStates;
}

/**
 * What the model answers; from `states` where they are given, else from the start of its cells.
 *
 * The tensors may be overwritten by the next call.
 */
export type Forward = (params: TensorParams, batch: TensorBatch, states?: TensorStates) => Answer;

interface Compiled {
  readonly executable: Executable;
  /** Of the outputs, and of the states behind them. */
  readonly names: readonly string[];
  readonly states: readonly { readonly path: string; readonly name: string }[];
  /** The weights inside. */
  params: TensorParams | undefined;
}

export function forwardOf(model: LoweredModel, compiler: Compiler): Forward {
  const known = new Map<string, Compiled>();
  return (params, batch, states = {}) => {
    const values = [...leaves(states), ...leaves(batch)].map(asTensor);
    const key = [leaves(states).length, ...values.map(formatType)].join();
    const compiled = known.get(key) ?? compile(model, compiler, params, batch, states);
    known.set(key, compiled);
    if (compiled.params !== params) compiled.executable.write(Object.values(params));
    compiled.params = params;
    const results = compiled.executable.call(values);
    const count = compiled.names.length;
    return {
      outputs: Object.fromEntries(
        results.slice(0, count).map((value, i) => [compiled.names[i] ?? "", value]),
      ),
      states: statesOf(compiled.states, results.slice(count)),
    };
  };
}

function compile(
  model: LoweredModel,
  compiler: Compiler,
  params: TensorParams,
  batch: TensorBatch,
  states: TensorStates,
): Compiled {
  const weights = Object.values(params);
  const given = leaves(states);
  let names: readonly string[] = [];
  const kept: { readonly path: string; readonly name: string }[] = [];
  const graph = trace(
    (...all) => {
      const own = withLeaves<Params>(params, all.splice(0, weights.length));
      const before = withLeaves<States>(states, all.splice(0, given.length));
      const { fields, lengths } = withLeaves<FieldBatch>(batch, all);
      const call = given.length === 0 ? { lengths } : { lengths, states: new Map(Object.entries(before)) };
      const { outputs, states: after } = model.apply(own, fields, call);
      names = Object.keys(outputs);
      const values = [...after].flatMap(([path, state]) =>
        Object.entries(state).map(([name, value]) => {
          kept.push({ path, name });
          return value;
        }),
      );
      return [...leaves(own), ...Object.values(outputs), ...values];
    },
    [...weights, ...given, ...leaves(batch)],
  );
  const executable = compiler.compile({ graph, carried: weights.length });
  return { executable, names, states: kept, params: undefined };
}

function statesOf(
  places: Compiled["states"],
  values: readonly Tensor[],
): Record<string, Record<string, Tensor>> {
  const states: Record<string, Record<string, Tensor>> = {};
  places.forEach(({ path, name }, i) => {
    const value = values[i];
    if (value !== undefined) states[path] = { ...states[path], [name]: value };
  });
  return states;
}

/** The float type that the weights have, and therefore the numbers of a batch. */
export function dtypeOf(params: TensorParams): FloatDType {
  return Object.values(params)[0]?.dtype === "f64" ? "f64" : "f32";
}

function asTensor(value: Value): Tensor {
  return value as Tensor; // leaves of a batch of tensors
}
