/** Gradients with respect to the states of every step. */
import { vjp } from "@seqloom/autograd";
import { stack, type Value } from "@seqloom/ops";
import { ones, zeros } from "@seqloom/tensor";
import type { Params } from "../module.ts";
import { type Place, placesOf } from "../recurrent/layers.ts";
import type { RecurrentLayer } from "../recurrent/recurrent.ts";
import { type RecurrentResult, runSequence, stepsOf } from "../recurrent/run.ts";
import type { Values } from "../recurrent/values.ts";
import type { InspectOptions } from "./inspect.ts";
import { checkEdit, isAt } from "./names.ts";
import { makeProbe } from "./probe.ts";

/** For each cell, by state. */
export interface StateValues extends Place {
  readonly values: Values;
}

/**
 * d objective / d s_t for every state s of every cell: through what the state does at its own step (h_t follows from
 * c_t) and through all later ones. Found by adding zeros to the states, and sending gradients back to these.
 *
 * @param objectives  from the result of the layer to values of one element, K of them
 * @returns           [K, T, B, H] by state
 */
export function stateGradients(
  layer: RecurrentLayer,
  params: Params,
  x: Value,
  options: Omit<InspectOptions, "watch">,
  objectives: (result: RecurrentResult) => readonly Value[],
): readonly StateValues[] {
  const { state, call = {}, edits = [] } = options;
  const { T, B } = stepsOf(layer, x);
  for (const edit of edits) checkEdit(layer, edit, T, B);
  const dtype = Object.values(params)[0]?.dtype ?? x.dtype;
  const spots = placesOf(layer).flatMap((place) =>
    Object.entries(layer.cells[place.layer]?.layout.states ?? {}).map(([name, size]) => ({
      place,
      name,
      size,
    })),
  );
  const { outputs, pullback } = vjp(
    (...nudges) => {
      const nudgesAt = ({ layer, isBackward }: Place): Values =>
        Object.fromEntries(
          spots.flatMap(({ place, name }, i) => {
            const nudge = nudges[i];
            const isHere = place.layer === layer && place.isBackward === isBackward;
            return isHere && nudge !== undefined ? [[name, nudge] as const] : [];
          }),
        );
      const result = runSequence(layer, params, x, state, call, {
        probe: ({ layout }, place) =>
          makeProbe(
            { edits: edits.filter((edit) => isAt(edit, place)), nudges: nudgesAt(place) },
            layout,
            T,
            B,
          ),
        keep: () => {},
      });
      return objectives(result);
    },
    spots.map(({ size }) => zeros([T, B, size], dtype)),
  );
  const sent = outputs.map((_, k) =>
    pullback(outputs.map((o, i) => (i === k ? ones(o.shape, o.dtype) : undefined))),
  );
  return placesOf(layer).map((place) => ({
    ...place,
    values: Object.fromEntries(
      spots.flatMap((spot, i) => {
        if (spot.place.layer !== place.layer || spot.place.isBackward !== place.isBackward) return [];
        const each = sent.map((back) => back[i] ?? zeros([T, B, spot.size], dtype));
        return [[spot.name, stack(each)]];
      }),
    ),
  }));
}
