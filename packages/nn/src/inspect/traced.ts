/** What `inspect` keeps of a run. */
import { SeqError } from "@seqloom/diagnostic";
import type { Value } from "@seqloom/ops";
import type { Place } from "../recurrent/layers.ts";
import type { RecurrentResult } from "../recurrent/run.ts";
import type { Values } from "../recurrent/values.ts";

/** What happened in one cell of a layer. */
export interface PlaceTrace extends Place {
  /** [T, B, H] by the name of the gate or state; a state as the next step found it. */
  readonly values: Values;
}

export interface Trace extends RecurrentResult {
  /** Layer by layer, forward before backward. */
  readonly places: readonly PlaceTrace[];
}

/**
 * One gate or state of a trace, [T, B, H].
 *
 * @throws SeqError "trace-unknown" if it was not kept
 */
export function traced(trace: Trace, name: string, place: Partial<Place> = {}): Value {
  const { layer = 0, isBackward = false } = place;
  const found = trace.places.find((p) => p.layer === layer && p.isBackward === isBackward);
  const value = found?.values[name];
  if (value !== undefined) return value;
  throw new SeqError(
    "trace-unknown",
    `the trace holds no ${name} of layer ${layer}${isBackward ? ", backward" : ""}`,
    {
      help: `it holds ${Object.keys(trace.places[0]?.values ?? {}).join(", ") || "nothing"} of ${trace.places.length} cells`,
      details: { name, layer, isBackward },
    },
  );
}
