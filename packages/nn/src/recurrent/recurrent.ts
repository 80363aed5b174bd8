/** The recurrent layer: a cell, sizes and options. rnn, lstm and gru are this with their cell. */
import { SeqError } from "@seqloom/diagnostic";
import type { Value } from "@seqloom/ops";
import type { FloatDType } from "@seqloom/tensor";
import type { Cell } from "../cell/cell.ts";
import { layoutOf } from "../cell/layout-of.ts";
import { initParameters, type Module, type Parameter, type Params } from "../module.ts";
import { type LayerPlan, pathAt, placesOf } from "./layers.ts";
import { type CheckedOptions, checkOptions, type RecurrentOptions } from "./options.ts";
import { type RecurrentResult, runOneStep, runSequence, type SequenceCall, type StepCall } from "./run.ts";
import { recurrentStart } from "./start.ts";
import { type RecurrentState, zeroState } from "./state.ts";

export interface RecurrentLayer extends Module, LayerPlan {
  readonly cell: Cell;
  /** Width of y: hidden, twice that with both directions. */
  readonly width: number;
  /**
   * Runs a whole sequence.
   *
   * @param x      [T, B, I] (batch first: [B, T, I]), or [T, I] for a single sequence without a batch axis
   * @param state  before the first step, [L, B, H] by name, L = layers times directions; the cell's start if left out
   * @param call   `lengths` or a `mask` for padded batches, further inputs of the cell, `training` and `key`
   * @throws SeqError "shape-mismatch", "state-shape", "weight-shape", "lengths", "key-missing"
   */
  apply(params: Params, x: Value, state?: RecurrentState, call?: SequenceCall): RecurrentResult;
  /**
   * Runs one time step, to stream: x [B, I] or [I], y [B, H] or [H]. Bit for bit what `apply` gives at that step.
   * The state is a plain record: keep it, change it, write it to a file.
   */
  step(params: Params, x: Value, state?: RecurrentState, call?: StepCall): RecurrentResult;
  /** Zeros for every state, [L, B, H]. */
  zeroState(batch: number, dtype?: FloatDType): RecurrentState;
}

/**
 * A recurrent layer over any cell.
 *
 * @throws SeqError "option-range", "option-conflict", "share-range", "state-unknown"; "option-without-effect" for
 *         recurrent dropout over a cell that has no weights on its states
 * @example const layer = recurrent(cell, { input: 8, hidden: 32, layers: 2, bidirectional: true });
 */
export function recurrent(cell: Cell, given: RecurrentOptions): RecurrentLayer {
  const options = checkOptions(cell, given);
  const cells = sizedCells(cell, options);
  const plan: LayerPlan = { kind: cell.name, options, cells };
  const places = placesOf(plan);
  const [first] = cells;
  if (first === undefined) throw new SeqError("internal", "internal: a layer without cells");
  const parameters: Record<string, Parameter> = Object.fromEntries(
    places.flatMap((place) => {
      const sized = cells[place.layer] ?? first;
      return Object.entries(sized.layout.parameters).map(
        ([local, p]) => [pathAt(place, sized, local), p] as const,
      );
    }),
  );
  return {
    ...plan,
    cell,
    parameters,
    width: outputWidth(cells.at(-1) ?? first, options),
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply: (params, x, state, call = {}) => runSequence(plan, params, x, state, call),
    step: (params, x, state, call = {}) => runOneStep(plan, params, x, state, call),
    zeroState: (batch, dtype = "f32") => zeroState(first, places.length, batch, dtype),
  };
}

/** The cell in each layer with its sizes: a layer's input is what the layers below give out. */
function sizedCells(cell: Cell, options: CheckedOptions): LayerPlan["cells"] {
  const { hidden, layers, skip } = options;
  const cells: LayerPlan["cells"][number][] = [];
  let input = options.input;
  for (let layer = 0; layer < layers; layer++) {
    const layout = layoutOf(cell, { input, hidden, recurrent: recurrentStart(options) });
    const sized = { cell, input, hidden, layout };
    cells.push(sized);
    input = outputWidth(sized, options) + (skip === "dense" ? input : 0);
  }
  const hasWeightsOnStates = cells[0]?.layout.stacks.some(({ label }) => cell.states.includes(label));
  if (options.recurrentDropout > 0 && hasWeightsOnStates !== true) {
    throw new SeqError(
      "option-without-effect",
      `cell ${cell.name} has no weights on its states for recurrentDropout to act on`,
      { help: "use zoneout, or dropout between layers", details: { cell: cell.name } },
    );
  }
  return cells;
}

function outputWidth(
  { cell, layout }: LayerPlan["cells"][number],
  { bidirectional }: CheckedOptions,
): number {
  return (layout.outputs[cell.outputs[0] ?? ""] ?? 0) * (bidirectional ? 2 : 1);
}
