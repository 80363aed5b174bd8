/** Runs a recurrent layer over a sequence or over one step. */
import { SeqError } from "@seqloom/diagnostic";
import { concat, expandDims, foldKey, permute, slice, squeeze, type Value, where } from "@seqloom/ops";
import { dims, formatType } from "@seqloom/tensor";
import type { SizedCell } from "../cell/run-step.ts";
import type { Mode, Params } from "../module.ts";
import { advance, dropoutMasks } from "./advance.ts";
import { type LayerPlan, type Place, runLayers } from "./layers.ts";
import { type Coverage, coverageMask, lastOf } from "./lengths.ts";
import type { CheckedOptions } from "./options.ts";
import { type Probe, pass } from "./pass.ts";
import { type RecurrentState, withBatchAxis, withoutBatchAxis } from "./state.ts";
import { mapValues, type Values } from "./values.ts";

/** What goes with one step beside x and the state. */
export interface StepCall extends Mode {
  /** Further inputs of the cell, by name. */
  readonly extra?: Values;
  /**
   * The number of the step while training step by step: with the same key, what is drawn once a sequence stays, and
   * what is drawn at each step changes. 0 if left out.
   */
  readonly time?: Value | number;
}

/** What goes with a sequence beside x and the state. */
export interface SequenceCall extends Omit<StepCall, "time">, Coverage {}

export interface RecurrentResult {
  /** What the top layer gives out: [T, B, H] (batch first: [B, T, H]); [B, H] for one step and with `output: "last"`. */
  readonly y: Value;
  /** After the last step; of a backward half, after the first. */
  readonly state: RecurrentState;
  /** All outputs of the top layer's cell by name; y is the first. */
  readonly outputs: Values;
}

/** Looks into every cell of a layer. */
export interface Looking {
  probe(sized: SizedCell, place: Place): Probe;
  /** Is handed what the probe of a place kept, [T, B, ...] by name. */
  keep(place: Place, seen: Values): void;
}

/**
 * Steps and examples of x, [T, B, I] or [T, I]; batch first: [B, T, I].
 *
 * @throws SeqError "shape-mismatch", "sequence-empty"
 */
export function stepsOf({ options, kind }: LayerPlan, x: Value): { readonly T: number; readonly B: number } {
  const known = { I: options.input };
  const { T, B } =
    x.shape.length === 2
      ? { ...dims(x, "T I", known, `x of ${kind}`), B: 1 }
      : dims(x, options.batchFirst ? "B T I" : "T B I", known, `x of ${kind}`);
  if (T > 0) return { T, B };
  throw new SeqError("sequence-empty", `x of ${kind} is ${formatType(x)}: it has no steps`, {
    help: "give at least one step",
    details: { shape: x.shape },
  });
}

/** @param x  [T, B, I] or [T, I]; batch first: [B, T, I] */
export function runSequence(
  plan: LayerPlan,
  params: Params,
  x: Value,
  state: RecurrentState | undefined,
  call: SequenceCall,
  looking?: Looking,
): RecurrentResult {
  const { options } = plan;
  const isSingle = x.shape.length === 2;
  const isBatchFirst = options.batchFirst && !isSingle;
  const timeFirst = (v: Value) => (isSingle ? expandDims(v, 1) : isBatchFirst ? swapFirst(v) : v);
  const batchIn = (v: Value) => (isSingle ? expandDims(v, 0) : v);
  const { T, B } = stepsOf(plan, x);
  const mask = coverageMask(call, T, B, isBatchFirst);
  const extra = mapExtra(plan, call.extra, (v, isPerStep) => (isPerStep ? timeFirst(v) : batchIn(v)));
  // Padding is blanked out first, so that whatever stands there, NaN too, reaches no gradient.
  const steps = mask === undefined ? timeFirst(x) : where(expandDims(mask, -1), timeFirst(x), 0);
  const given = state && isSingle ? withBatchAxis(state) : state;
  const result = runLayers(
    plan,
    params,
    steps,
    given,
    call,
    ({ place, sized, prepared, input, start, key }) => {
      const { seen, ...after } = pass(sized, prepared, input, start, {
        reverse: options.reverse || place.isBackward,
        mask,
        truncate: options.truncate,
        extra,
        noise: options,
        key,
        probe: looking?.probe(sized, place),
      });
      looking?.keep(place, seen);
      return after;
    },
  );
  const shaped = (v: Value) => {
    if (options.output === "last")
      return isSingle ? squeeze(endsOf(v, mask, options), 0) : endsOf(v, mask, options);
    return isSingle ? squeeze(v, 1) : isBatchFirst ? swapFirst(v) : v;
  };
  return {
    y: shaped(result.y),
    outputs: mapValues(result.outputs, shaped),
    state: isSingle ? withoutBatchAxis(result.state) : result.state,
  };
}

/**
 * @param x  [B, I] or [I]
 * @throws SeqError "step-backward" where a part of the layer runs from the last step to the first
 */
export function runOneStep(
  plan: LayerPlan,
  params: Params,
  x: Value,
  state: RecurrentState | undefined,
  call: StepCall,
): RecurrentResult {
  const { options, kind } = plan;
  if (options.bidirectional || options.reverse) {
    throw new SeqError(
      "step-backward",
      `${kind} runs from the last step to the first and cannot go step by step`,
      {
        help: "use a layer without bidirectional and reverse, or give it whole sequences",
        details: { kind },
      },
    );
  }
  const isSingle = x.shape.length === 1;
  const batchIn = (v: Value) => (isSingle ? expandDims(v, 0) : v);
  const batchOut = (v: Value) => (isSingle ? squeeze(v, 0) : v);
  dims(x, isSingle ? "I" : "B I", { I: options.input }, `x of ${kind}`);
  const extra = mapExtra(plan, call.extra, batchIn);
  const given = state && isSingle ? withBatchAxis(state) : state;
  const result = runLayers(
    plan,
    params,
    batchIn(x),
    given,
    call,
    ({ sized, prepared, input, start, key }) => {
      const share = options.recurrentDropout;
      const masks = key === undefined || share === 0 ? {} : dropoutMasks(start, share, foldKey(key, 0));
      const { states, outputs } = advance(sized, prepared, { x: input, ...start, ...extra }, options, {
        key: key && foldKey(foldKey(key, 1), call.time ?? 0),
        masks,
      });
      return { state: states, outputs };
    },
  );
  return {
    y: batchOut(result.y),
    outputs: mapValues(result.outputs, batchOut),
    state: isSingle ? withoutBatchAxis(result.state) : result.state,
  };
}

/** What each half of y ends with, side by side. */
function endsOf(y: Value, mask: Value | undefined, options: CheckedOptions): Value {
  if (!options.bidirectional) return lastOf(y, mask, options.reverse);
  const half = (y.shape.at(-1) ?? 0) / 2;
  return concat([lastOf(slice(y, -1, 0, half), mask, false), lastOf(slice(y, -1, half), mask, true)], -1);
}

/** @throws SeqError "extra-input" if an input is missing or the cell has none of that name */
function mapExtra(
  { cells, kind }: LayerPlan,
  given: Values = {},
  f: (value: Value, isPerStep: boolean) => Value,
): Values {
  const wanted = cells[0]?.cell.extra ?? {};
  const names = new Set([...Object.keys(wanted), ...Object.keys(given)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const [input, value] = [wanted[name], given[name]];
      if (input === undefined || value === undefined) {
        throw new SeqError(
          "extra-input",
          `${kind} ${input ? "was not given" : "has no input called"} ${name}`,
          {
            help: `its further inputs are ${Object.keys(wanted).join(", ") || "none"}; hand them in as { extra: { name: value } }`,
            details: { name, wanted: Object.keys(wanted), given: Object.keys(given) },
          },
        );
      }
      return [name, f(value, input.perStep === true)];
    }),
  );
}

function swapFirst(v: Value): Value {
  return permute(
    v,
    v.shape.map((_, axis) => (axis === 0 ? 1 : axis === 1 ? 0 : axis)),
  );
}
