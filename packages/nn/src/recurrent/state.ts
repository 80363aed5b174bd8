/** States of a whole layer, [L, B, H] by name as PyTorch holds them, and of its single passes, [B, H]. */
import { SeqError } from "@seqloom/diagnostic";
import { broadcastTo, cast, concat, reshape, slice, squeeze } from "@seqloom/ops";
import { type DType, formatShape, full, sameShape, zeros } from "@seqloom/tensor";
import { pathIn } from "../cell/paths.ts";
import type { Prepared } from "../cell/prepare.ts";
import type { SizedCell } from "../cell/run-step.ts";
import { mapValues, type Values } from "./values.ts";

/** Every state of a layer by name: `{ h: [L, B, H] }`; L counts layers, and directions within a layer. */
export type RecurrentState = Values;

/** Zeros for every state. */
export function zeroState({ layout }: SizedCell, passes: number, B: number, dtype: DType): RecurrentState {
  return Object.fromEntries(
    Object.entries(layout.states).map(([name, size]) => [name, zeros([passes, B, size], dtype)]),
  );
}

/** What the states of one pass hold where none are given: zeros, a number, or what was learned. */
export function startOf({ cell, layout }: SizedCell, prepared: Prepared, B: number, dtype: DType): Values {
  return Object.fromEntries(
    Object.entries(layout.states).map(([name, size]) => {
      const start = cell.start[name] ?? "zeros";
      if (start === "learned")
        return [name, broadcastTo(prepared.at(pathIn(cell, "start", name)), [B, size])];
      return [name, full([B, size], start === "zeros" ? 0 : start, dtype)];
    }),
  );
}

/**
 * The states of pass i out of those of the layer.
 *
 * @throws SeqError "state-shape" naming the state and both shapes, "state-missing"
 */
export function stateOf(
  { cell, layout }: SizedCell,
  state: RecurrentState,
  passes: number,
  i: number,
  B: number,
  dtype: DType,
): Values {
  return Object.fromEntries(
    Object.entries(layout.states).map(([name, size]) => {
      const value = state[name];
      if (value === undefined) {
        throw new SeqError("state-missing", `the given state of ${cell.name} lacks ${name}`, {
          help: `give ${Object.keys(layout.states).join(" and ")}, or no state at all`,
          details: { cell: cell.name, state: name, given: Object.keys(state) },
        });
      }
      const want = [passes, B, size];
      if (!sameShape(value.shape, want)) {
        throw new SeqError(
          "state-shape",
          `state ${name} is ${formatShape(value.shape)}, the layer needs ${formatShape(want)}`,
          {
            help: "[L, B, H]: layers times directions, batch, size; zeroState makes one",
            details: { cell: cell.name, state: name, got: value.shape, want },
          },
        );
      }
      return [name, cast(reshape(slice(value, 0, i, i + 1), [B, size]), dtype)];
    }),
  );
}

/** The states of all passes as those of the layer. */
export function joinStates(all: readonly Values[]): RecurrentState {
  const [first = {}] = all;
  return Object.fromEntries(
    Object.keys(first).map((name) => [
      name,
      concat(
        all.flatMap((state) =>
          state[name] === undefined ? [] : [reshape(state[name], [1, ...state[name].shape])],
        ),
      ),
    ]),
  );
}

/** Adds or drops the batch axis of a single sequence. */
export function withBatchAxis(state: RecurrentState): RecurrentState {
  return mapValues(state, (v) => reshape(v, [v.shape[0] ?? 0, 1, ...v.shape.slice(1)]));
}

export function withoutBatchAxis(state: RecurrentState): RecurrentState {
  return mapValues(state, (v) => squeeze(v, 1));
}
