/** The way of a value up through the layers of a recurrent layer, whatever runs the cell in each. */
import { SeqError } from "@seqloom/diagnostic";
import { add, cast, concat, foldKey, type Value } from "@seqloom/ops";
import { type DType, promote } from "@seqloom/tensor";
import { type Prepared, prepare } from "../cell/prepare.ts";
import type { SizedCell } from "../cell/run-step.ts";
import { type Mode, type Params, parameter } from "../module.ts";
import { dropped, trainingKey } from "../noise.ts";
import type { CheckedOptions } from "./options.ts";
import { joinStates, type RecurrentState, startOf, stateOf } from "./state.ts";
import type { Values } from "./values.ts";

/** What a recurrent layer is made of. */
export interface LayerPlan {
  readonly kind: string;
  readonly options: CheckedOptions;
  /** One per layer, from the input up. */
  readonly cells: readonly SizedCell[];
}

/** One cell of the plan: of a layer, counted from 0 at the input, in a direction. */
export interface Place {
  readonly layer: number;
  readonly isBackward: boolean;
}

/** Runs the cell of one place over an input. */
export type RunCell = (at: {
  readonly place: Place;
  readonly sized: SizedCell;
  readonly prepared: Prepared;
  readonly input: Value;
  readonly start: Values;
  /** The random key of this place, while training. */
  readonly key: Value | undefined;
}) => { readonly state: Values; readonly outputs: Values };

export interface LayersResult {
  readonly y: Value;
  readonly state: RecurrentState;
  /** Of the top layer, by name. */
  readonly outputs: Values;
}

/** The places of a plan in the order in which states lie: layer by layer, forward before backward. */
export function placesOf({ cells, options }: Pick<LayerPlan, "cells" | "options">): readonly Place[] {
  const directions = options.bidirectional ? [false, true] : [false];
  return cells.flatMap((_, layer) => directions.map((isBackward) => ({ layer, isBackward })));
}

/** The path of a cell's parameter in its layer: `weight_ih` becomes `weight_ih_l0_reverse`, `i.x.weight` `l0.i.x.weight`. */
export function pathAt({ layer, isBackward }: Place, { cell }: SizedCell, local: string): string {
  const place = `l${layer}${isBackward ? "_reverse" : ""}`;
  return cell.families === undefined ? `${place}.${local}` : `${local}_${place}`;
}

/**
 * @param x      [..., B, I]
 * @param given  states to begin with; the cell's own start if undefined
 */
export function runLayers(
  plan: LayerPlan,
  params: Params,
  x: Value,
  given: RecurrentState | undefined,
  mode: Mode & { readonly time?: Value | number },
  runCell: RunCell,
): LayersResult {
  const { options, cells } = plan;
  const places = placesOf(plan);
  const B = x.shape.at(-2) ?? 1;
  const dtype = promote(x.dtype, weightDtype(plan, params) ?? x.dtype);
  const key = isRandom(plan) ? trainingKey(mode, plan.kind) : undefined;
  const states: Values[] = [];
  let below = cast(x, dtype);
  let outputs: Values = {};
  cells.forEach((sized, layer) => {
    const layerKey = key && foldKey(key, layer);
    const dropKey = layerKey && foldKey(foldKey(layerKey, 0), mode.time ?? 0);
    const input = layer > 0 && dropKey ? dropped(below, options.dropout, dropKey) : below;
    const results = places
      .filter((place) => place.layer === layer)
      .map((place) => {
        const prepared = prepare(sized.layout, (local) =>
          parameter(params, pathAt(place, sized, local), sized.layout.parameters[local]?.shape),
        );
        const start =
          given === undefined
            ? startOf(sized, prepared, B, dtype)
            : stateOf(sized, given, places.length, states.length, B, dtype);
        const cellKey = layerKey && foldKey(layerKey, place.isBackward ? 2 : 1);
        const result = runCell({ place, sized, prepared, input, start, key: cellKey });
        states.push(result.state);
        return result.outputs;
      });
    outputs = sideBySide(results);
    if (options.skip === "residual" && layer > 0) {
      const [main = ""] = sized.cell.outputs;
      outputs = { ...outputs, [main]: add(mainOutput(outputs), below) };
    }
    const y = mainOutput(outputs);
    below = options.skip === "dense" ? concat([below, y], -1) : y;
  });
  return { y: mainOutput(outputs), outputs, state: joinStates(states) };
}

/** The first output, which goes on to the next layer. */
function mainOutput(outputs: Values): Value {
  const [y] = Object.values(outputs);
  if (y === undefined) throw new SeqError("internal", "internal: a cell gave no output");
  return y;
}

function sideBySide(directions: readonly Values[]): Values {
  const [forward = {}] = directions;
  return Object.fromEntries(
    Object.keys(forward).map((name) => [
      name,
      concat(
        directions.flatMap((outputs) => outputs[name] ?? []),
        -1,
      ),
    ]),
  );
}

/** Whether a training run draws random numbers. */
function isRandom({ cells, options }: LayerPlan): boolean {
  return (
    (options.dropout > 0 && cells.length > 1) ||
    options.recurrentDropout > 0 ||
    Object.values(options.zoneout).some((share) => share > 0) ||
    cells.some(({ layout }) => layout.isRandom)
  );
}

function weightDtype({ cells }: LayerPlan, params: Params): DType | undefined {
  const [sized] = cells;
  if (sized === undefined) return undefined;
  const [local] = Object.keys(sized.layout.parameters);
  return local === undefined
    ? undefined
    : parameter(params, pathAt({ layer: 0, isBackward: false }, sized, local)).dtype;
}
