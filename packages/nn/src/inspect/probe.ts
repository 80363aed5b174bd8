/** Probes made of what is to be kept, changed and nudged. */
import { add, type Value, where } from "@seqloom/ops";
import { allocate, fromData, type Tensor } from "@seqloom/tensor";
import type { Layout } from "../cell/layout.ts";
import type { Probe } from "../recurrent/pass.ts";
import type { Values } from "../recurrent/values.ts";
import type { Edit } from "./edit.ts";

export interface ProbeRequest {
  /** Names of gates and states to keep. */
  readonly watch?: readonly string[];
  readonly edits?: readonly Edit[];
  /** Added to states where their equations define them, [T, B, H] by name: what a gradient is taken of. */
  readonly nudges?: Values;
}

/**
 * The probe of one cell over one sequence.
 *
 * @param T  steps
 * @param B  examples
 */
export function makeProbe(request: ProbeRequest, layout: Layout, T: number, B: number): Probe {
  const { watch = [], edits = [], nudges = {} } = request;
  const sizes = { ...layout.gates, ...layout.states };
  const edited = (kind: Edit["kind"], name: string, value: Value, at: Values): Value =>
    edits.reduce((v, edit, i) => {
      const places = at[`edit ${i}`];
      return edit.kind === kind && edit.name === name && places !== undefined
        ? where(places, edit.value, v)
        : v;
    }, value);
  return {
    sequences: {
      ...Object.fromEntries(Object.entries(nudges).map(([name, v]) => [`nudge ${name}`, v])),
      ...Object.fromEntries(
        edits.map((edit, i) => [`edit ${i}`, placesOf(edit, T, B, sizes[edit.name] ?? 1)]),
      ),
    },
    define: (at, seen) => (kind, name, value) => {
      if (kind === "state") {
        const nudge = at[`nudge ${name}`];
        return nudge === undefined ? value : add(value, nudge);
      }
      const result = edited("pin", name, value, at);
      if (watch.includes(name)) seen[name] = result;
      return result;
    },
    carry(at, states, seen) {
      const after = Object.fromEntries(
        Object.entries(states).map(([name, v]) => [name, edited("set", name, v, at)]),
      );
      for (const [name, v] of Object.entries(after)) if (watch.includes(name)) seen[name] = v;
      return after;
    },
  };
}

/** bool [T, B, H], with axes of size 1 where the edit acts on all: the places where it acts. */
function placesOf({ from, to, units, examples }: Edit, T: number, B: number, H: number): Tensor {
  const [rows, columns] = [examples === undefined ? 1 : B, units === undefined ? 1 : H];
  const data = allocate("bool", T * rows * columns);
  for (let t = Math.max(0, from); t < Math.min(T, to); t++) {
    for (const b of examples ?? [0]) {
      for (const unit of units ?? [0]) data[(t * rows + b) * columns + unit] = 1;
    }
  }
  return fromData(data, [T, rows, columns]);
}
