/** From an encoder's last states to a decoder's first. */
import { SeqError } from "@seqloom/diagnostic";
import { concat, slice } from "@seqloom/ops";
import type { State } from "../module.ts";
import type { RecurrentLayer } from "../recurrent/recurrent.ts";

/**
 * The states layer by layer as they are; of an encoder with both directions, the two halves of a layer side by side
 * where the decoder is twice as wide.
 *
 * @throws SeqError "hand-over" if there is no such way
 */
export function handOver(encoder: RecurrentLayer, decoder: RecurrentLayer): (state: State) => State {
  const sizes = (layer: RecurrentLayer) => layer.cells[0]?.layout.states ?? {};
  const [from, to] = [sizes(encoder), sizes(decoder)];
  const passes = (layer: RecurrentLayer) => layer.cells.length * (layer.options.bidirectional ? 2 : 1);
  const names = Object.keys(to);
  if (passes(encoder) === passes(decoder) && names.every((name) => from[name] === to[name])) {
    return (state) => Object.fromEntries(names.flatMap((name) => (state[name] ? [[name, state[name]]] : [])));
  }
  const isTwice = names.every((name) => (from[name] ?? 0) * 2 === to[name]);
  if (encoder.options.bidirectional && encoder.cells.length === passes(decoder) && isTwice)
    return joinHalves(names);
  const say = (layer: RecurrentLayer, states: Readonly<Record<string, number>>) =>
    `${passes(layer)} x ${Object.entries(states)
      .map(([name, size]) => `${name}[${size}]`)
      .join(", ")}`;
  throw new SeqError(
    "hand-over",
    `the encoder ends with ${say(encoder, from)}, the decoder begins with ${say(decoder, to)}`,
    {
      help: "use the same cell, layers and hidden size; after an encoder with both directions a decoder twice as wide",
      details: { encoder: from, decoder: to },
    },
  );
}

/** [2 L, B, H], forward and backward in turn, as [L, B, 2 H]. */
function joinHalves(names: readonly string[]): (state: State) => State {
  return (state) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const all = state[name];
        if (all === undefined) return [];
        return [[name, concat([slice(all, 0, 0, undefined, 2), slice(all, 0, 1, undefined, 2)], -1)]];
      }),
    );
}
