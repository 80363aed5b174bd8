/** Runs a layer and keeps what happened inside: gates and states at every step, by name. */
import type { Value } from "@seqloom/ops";
import type { Params } from "../module.ts";
import type { RecurrentLayer } from "../recurrent/recurrent.ts";
import { runSequence, type SequenceCall, stepsOf } from "../recurrent/run.ts";
import type { RecurrentState } from "../recurrent/state.ts";
import type { Edit } from "./edit.ts";
import { checkEdit, checkWatch, isAt, namesOf } from "./names.ts";
import { makeProbe } from "./probe.ts";
import type { PlaceTrace, Trace } from "./traced.ts";

export interface InspectOptions {
  /** Before the first step, as for `apply`. */
  readonly state?: RecurrentState;
  /** Lengths, mask and further inputs, as for `apply`. */
  readonly call?: SequenceCall;
  /** Gates and states to keep; all if left out. */
  readonly watch?: readonly string[];
  /** Changes, in order. */
  readonly edits?: readonly Edit[];
}

/**
 * Runs a whole sequence as `apply` does, and gives every gate and state at every step beside the result.
 *
 * @param x  as for `apply`; what is kept is [T, B, H] whatever the form of x
 * @throws SeqError "watch-unknown", "edit-unknown" listing the names there are, "edit-range", and those of `apply`
 * @example
 * const trace = inspect(layer, params, x, { edits: [pin("f", 0, { from: 10, to: 11 })] });
 * const forget = traced(trace, "f");      // [T, B, H]
 */
export function inspect(
  layer: RecurrentLayer,
  params: Params,
  x: Value,
  options: InspectOptions = {},
): Trace {
  const { state, call = {}, edits = [] } = options;
  const names = namesOf(layer);
  const watch = options.watch ?? [...names.gates, ...names.states];
  const { T, B } = stepsOf(layer, x);
  checkWatch(layer, watch);
  for (const edit of edits) checkEdit(layer, edit, T, B);
  const places: PlaceTrace[] = [];
  const result = runSequence(layer, params, x, state, call, {
    probe: ({ layout }, place) =>
      makeProbe({ watch, edits: edits.filter((edit) => isAt(edit, place)) }, layout, T, B),
    keep: (place, values) => places.push({ ...place, values }),
  });
  return { ...result, places };
}
