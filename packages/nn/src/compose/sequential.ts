/** Layers one after another. */
import { SeqError } from "@seqloom/diagnostic";
import { foldKey, type Value } from "@seqloom/ops";
import {
  initParameters,
  type Layer,
  type Parameter,
  type Params,
  prefixed,
  type State,
  type StatefulLayer,
  type StatefulResult,
  scoped,
} from "../module.ts";
import type { SequenceCall } from "../recurrent/run.ts";

/** A part of a model: a layer with or without states, or a plain function without weights. */
export type Part = Layer | StatefulLayer | ((x: Value) => Value);

export interface Sequential extends StatefulLayer {
  /** By name, in order. */
  readonly parts: Readonly<Record<string, Part>>;
  /**
   * Runs all parts over whole sequences.
   *
   * @param state  of the recurrent parts, `rnn.h` for the state h of the part `rnn`; their own start if left out
   * @param call   `training`, `key`; `lengths` or `mask` for the recurrent parts
   */
  apply(params: Params, x: Value, state?: State, call?: SequenceCall): StatefulResult;
  /**
   * Runs all parts for one step, to stream.
   *
   * @throws SeqError "step-sequence" naming a part that looks along time, "step-backward"
   */
  step(params: Params, x: Value, state?: State, call?: SequenceCall): StatefulResult;
}

/**
 * A model whose parts follow each other: each takes what the one before gives. Weights are called after the part,
 * `head.bias`; a list counts them as PyTorch does, `0.weight_ih_l0`.
 *
 * @example
 * const model = sequential({
 *   rnn: lstm({ input: 3, hidden: 32, output: "last" }),
 *   head: linear({ input: 32, output: 1 }),
 * });
 * const { y } = model.apply(model.init(rng(1)), x);      // x [T, B, 3], y [B, 1]
 */
export function sequential(given: Readonly<Record<string, Part>> | readonly Part[]): Sequential {
  const parts: Readonly<Record<string, Part>> = Object.fromEntries(Object.entries(given));
  const parameters: Readonly<Record<string, Parameter>> = Object.assign(
    {},
    ...Object.entries(parts).map(([name, part]) =>
      typeof part === "function" ? {} : prefixed(part.parameters, name),
    ),
  );
  type Run = (
    part: Exclude<Part, (x: Value) => Value>,
    name: string,
    x: Value,
    call: SequenceCall,
  ) => StatefulResult;
  const runAll = (x: Value, call: SequenceCall, run: Run): StatefulResult => {
    let y = x;
    let state: State = {};
    Object.entries(parts).forEach(([name, part], i) => {
      if (typeof part === "function") {
        y = part(y);
        return;
      }
      const result = run(
        part,
        name,
        y,
        call.key === undefined ? call : { ...call, key: foldKey(call.key, i) },
      );
      y = result.y;
      state = { ...state, ...prefixed(result.state, name) };
    });
    return { y, state };
  };
  const stateOf = (state: State | undefined, name: string) => {
    const own = state && scoped(state, name);
    return own === undefined || Object.keys(own).length === 0 ? undefined : own;
  };
  return {
    kind: "sequential",
    parts,
    parameters,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply: (params, x, state, call = {}) =>
      runAll(x, call, (part, name, value, own) =>
        isStateful(part)
          ? part.apply(scoped(params, name), value, stateOf(state, name), own)
          : { y: part.apply(scoped(params, name), value, own), state: {} },
      ),
    step: (params, x, state, call = {}) =>
      runAll(x, call, (part, name, value, own) => {
        if (isStateful(part)) return part.step(scoped(params, name), value, stateOf(state, name), own);
        if (part.needsSequence === true) {
          throw new SeqError(
            "step-sequence",
            `${name} (${part.kind}) looks along time and cannot go step by step`,
            {
              help: "give the model whole sequences, or leave that part out",
              details: { name, kind: part.kind },
            },
          );
        }
        return { y: part.apply(scoped(params, name), value, own), state: {} };
      }),
  };
}

function isStateful(part: Layer | StatefulLayer): part is StatefulLayer {
  return "step" in part;
}
