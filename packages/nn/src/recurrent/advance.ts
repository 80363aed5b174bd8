/** One step of a cell in a layer: the equations, then the noise that any cell takes on its states. */
import { add, cast, foldKey, mul, sub, type Value, where } from "@seqloom/ops";
import type { Prepared } from "../cell/prepare.ts";
import { runStep, type SizedCell, type StepContext } from "../cell/run-step.ts";
import { keepMask } from "../noise.ts";
import type { Values } from "./values.ts";

/** Shares of noise on the states. */
export interface Noise {
  /** Share of each state's units that its weights do not see, the same units at all steps. */
  readonly recurrentDropout: number;
  /** Share of units that stay as they were before a step, by state. */
  readonly zoneout: Readonly<Record<string, number>>;
}

export interface Step {
  readonly states: Values;
  readonly outputs: Values;
}

/**
 * @param inputs  x [B, I], states before the step and further inputs, by name
 */
export function advance(
  sized: SizedCell,
  prepared: Prepared,
  inputs: Values,
  noise: Noise,
  context: StepContext = {},
): Step {
  const { cell } = sized;
  const results = runStep(sized, prepared, inputs, context);
  const states = pick(cell.states, (name) => {
    const [after, before] = [results[name], inputs[name]];
    const share = noise.zoneout[name] ?? 0;
    if (share === 0 || after === undefined || before === undefined) return after;
    if (context.key === undefined) return add(before, mul(1 - share, sub(after, before)));
    const key = foldKey(context.key, -1 - cell.states.indexOf(name)); // the cell's own draws count from 0 up
    return where(keepMask(key, after.shape, share, after), after, before);
  });
  return { states, outputs: pick(cell.outputs, (name) => states[name] ?? results[name]) };
}

/**
 * What the states are multiplied with before their weights, drawn once a sequence (Gal & Ghahramani 2016).
 *
 * @param state  the states, for their shapes [B, H]
 */
export function dropoutMasks(state: Values, share: number, key: Value): Values {
  return Object.fromEntries(
    Object.entries(state).map(([name, v], i) => {
      const keep = keepMask(foldKey(key, i), v.shape, share, v);
      return [name, mul(cast(keep, v.dtype), 1 / (1 - share))];
    }),
  );
}

function pick(names: readonly string[], of: (name: string) => Value | undefined): Values {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = of(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
