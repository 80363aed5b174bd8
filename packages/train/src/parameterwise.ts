/** Optimisers that move each parameter by itself, by one rule for all. */
import { SeqError } from "@seqloom/diagnostic";
import type { Params } from "@seqloom/nn";
import { add, cast, mul, type Operand, sub, type Value } from "@seqloom/ops";
import { scalar } from "@seqloom/tensor";
import { dtypeOf, type Optimiser, type Updated } from "./optimiser.ts";

/** Values that an optimiser keeps for one parameter, each of its shape. */
export type Slots = Readonly<Record<string, Value>>;

/** The number of steps taken, and the slots of each parameter by its path. */
export type SlotState<S extends Slots> = {
  readonly step: Value;
  readonly slots: Readonly<Record<string, S>>;
};

/** How a parameter and its slots follow from its gradient. */
type Rule<S extends Slots> = (
  parameter: Value,
  gradient: Value,
  slots: S,
) => readonly [parameter: Value, slots: S];

/** What is the same for all parameters of a step; scalars. */
interface Now {
  /** The number of this step, from 1. */
  readonly step: Value;
  /** How many were before it. */
  readonly before: Value;
  readonly rate: Value;
  /** Where a schedule moves it. */
  readonly momentum: Operand | undefined;
}

interface Definition<S extends Slots> {
  readonly kind: string;
  readonly rate: number;
  /** Pulls parameters towards 0 by way of the gradient; 0 if left out. */
  readonly decay?: number;
  /** What is kept of a parameter before the first step. */
  readonly slots: (parameter: Value) => S;
  readonly rule: (now: Now) => Rule<S>;
}

/** The optimiser of a rule. */
export function parameterwise<S extends Slots>({
  kind,
  rate,
  decay = 0,
  slots,
  rule,
}: Definition<S>): Optimiser<SlotState<S>> {
  return {
    kind,
    rate,
    init: (params) => startState(params, slots),
    update(params, gradients, state, givenRate, momentum) {
      const now = { rate: inDtypeOf(state.step, givenRate), before: state.step, momentum };
      const step = add(state.step, 1);
      const move = rule({ ...now, step });
      return updateEach(params, gradients, state, step, (parameter, gradient, own) =>
        move(parameter, withDecay(gradient, parameter, decay), own),
      );
    },
  };
}

/** The first state: no steps, and for each parameter what `slots` gives. */
export function startState<S extends Slots>(params: Params, slots: (parameter: Value) => S): SlotState<S> {
  return {
    // A float, so that powers of it need no conversion. In f32 it stops at 2^24, where every correction is 1 long since.
    step: scalar(0, dtypeOf(params)),
    slots: Object.fromEntries(Object.entries(params).map(([path, value]) => [path, slots(value)])),
  };
}

/** Applies a rule to each parameter that has a gradient. @throws SeqError "optimiser-path" */
export function updateEach<S extends Slots>(
  params: Params,
  gradients: Params,
  state: SlotState<S>,
  step: Value,
  rule: Rule<S>,
): Updated<SlotState<S>> {
  const next: Record<string, Value> = { ...params };
  const slots: Record<string, S> = { ...state.slots };
  for (const [path, gradient] of Object.entries(gradients)) {
    const parameter = params[path];
    const own = state.slots[path];
    if (parameter === undefined || own === undefined) {
      throw new SeqError(
        "optimiser-path",
        `there is a gradient for ${path}, but no ${own ? "parameter" : "state"}`,
        {
          help: "make the state with init from the same parameters",
          details: { path, paths: Object.keys(params) },
        },
      );
    }
    const [moved, kept] = rule(parameter, gradient, own);
    next[path] = cast(moved, parameter.dtype);
    slots[path] = kept;
  }
  return { params: next, state: { step, slots } };
}

/** A rate in the dtype of the step count: two bare numbers would meet in f32. */
export function inDtypeOf(step: Value, x: Operand): Value {
  return typeof x === "number" ? scalar(x, step.dtype) : cast(x, step.dtype);
}

/** The gradient of the loss plus decay / 2 times the squared parameter. */
export function withDecay(gradient: Value, parameter: Value, decay: number): Value {
  return decay === 0 ? gradient : add(gradient, mul(parameter, decay));
}

/** Decay apart from the gradient: takes the share `decay`, times the rate, away from the parameter. */
export function shrunk(parameter: Value, decay: number, rate: Operand): Value {
  return decay === 0 ? parameter : mul(parameter, sub(1, mul(rate, decay)));
}
