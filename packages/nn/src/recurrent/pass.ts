/** A cell along time, in one direction: one scan. */
import { scan } from "@seqloom/graph";
import { expandDims, foldKey, stopGradient, type Value, where } from "@seqloom/ops";
import { allocate, arange, fromData, type Tensor } from "@seqloom/tensor";
import type { Prepared } from "../cell/prepare.ts";
import type { SizedCell } from "../cell/run-step.ts";
import type { StepHost } from "../cell/scope.ts";
import { advance, dropoutMasks, type Noise } from "./advance.ts";
import { mapValues, type Values } from "./values.ts";

/** Looks into a pass and changes what happens in it. Without one nothing is recorded and nothing costs. */
export interface Probe {
  /** What it needs at each step, [T, ...]. */
  readonly sequences: Values;
  /** Sees each gate and state as the equations define it, may put another value in its place, and keeps some in `seen`. */
  define(at: Values, seen: Record<string, Value>): StepHost["define"];
  /** Sees the states as the next step will find them, and may change them. */
  carry(at: Values, states: Values, seen: Record<string, Value>): Values;
}

export interface PassOptions {
  /** From the last step to the first; outputs stay at their own step. */
  readonly reverse: boolean;
  /** bool [T, B]: where an example has a step. Elsewhere states stay as they are and outputs are 0. */
  readonly mask?: Value;
  /** Gradients stop at every n-th step. */
  readonly truncate?: number;
  /** Further inputs of the cell, [T, B, ...] for those per step. */
  readonly extra?: Values;
  readonly noise: Noise;
  /** The random key of this pass, while training. */
  readonly key?: Value;
  readonly probe?: Probe;
}

export interface Pass {
  /** After the last step. */
  readonly state: Values;
  /** [T, B, ...] by name. */
  readonly outputs: Values;
  /** What the probe kept, [T, B, ...] by name. */
  readonly seen: Values;
}

/**
 * @param x      [T, B, I]
 * @param state  before the first step, [B, H] by name
 */
export function pass(
  sized: SizedCell,
  prepared: Prepared,
  x: Value,
  state: Values,
  options: PassOptions,
): Pass {
  const { reverse, mask, truncate, extra = {}, noise, key, probe } = options;
  const { cell, layout } = sized;
  const T = x.shape[0] ?? 0;
  const isPerStep = (name: string) => cell.extra[name]?.perStep === true;
  const fixed = filter(extra, (name) => !isPerStep(name));
  const isRandom = layout.isRandom || Object.values(noise.zoneout).some((share) => share > 0);
  const masks =
    key === undefined || noise.recurrentDropout === 0
      ? {}
      : dropoutMasks(state, noise.recurrentDropout, foldKey(key, 0));
  const stepKeys = key === undefined ? undefined : foldKey(key, 1);

  const { carry, ys } = scan(
    (carried: Values, at: { x: Value; time: Values; extra: Values; probe: Values }) => {
      const { mask, border, t } = at.time;
      const before =
        border === undefined ? carried : mapValues(carried, (v) => where(border, stopGradient(v), v));
      const seen: Record<string, Value> = {};
      const { states, outputs } = advance(
        sized,
        prepared,
        { x: at.x, ...before, ...fixed, ...at.extra },
        noise,
        {
          key: stepKeys === undefined || t === undefined ? undefined : foldKey(stepKeys, t),
          masks,
          define: probe?.define(at.probe, seen),
        },
      );
      const after =
        mask === undefined ? states : mapValues(states, (v, name) => where(mask, v, before[name] ?? v));
      return {
        carry: probe === undefined ? after : probe.carry(at.probe, after, seen),
        ys: { outputs: mask === undefined ? outputs : mapValues(outputs, (v) => where(mask, v, 0)), seen },
      };
    },
    state,
    {
      x,
      time: {
        ...(mask && { mask: expandDims(mask, -1) }),
        ...(truncate !== undefined && { border: borders(T, truncate) }),
        ...(key !== undefined && isRandom && { t: arange(0, T) }),
      },
      extra: filter(extra, isPerStep),
      probe: probe?.sequences ?? {},
    },
    { reverse },
  );
  return { state: carry, ...ys };
}

/** bool [T, 1]: true at steps n, 2n, ... */
function borders(T: number, n: number): Tensor {
  const data = allocate("bool", T);
  for (let t = n; t < T; t += n) data[t] = 1;
  return fromData(data, [T, 1]);
}

function filter(values: Values, keep: (name: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => keep(name)));
}
