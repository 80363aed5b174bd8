/**
 * What optimisers have in common.
 *
 * An optimiser is two pure functions made of operations: it is traced into the training step together with the
 * gradient. The learning rate is an input of the step, so a schedule changes it without recording anything anew.
 */
import { SeqError } from "@seqloom/diagnostic";
import type { Params } from "@seqloom/nn";
import { add, cast, expm1, log, mul, neg, type Operand, type Tree, type Value } from "@seqloom/ops";
import { scalar } from "@seqloom/tensor";

/** Parameters and state after a step. */
export interface Updated<State extends Tree> {
  readonly params: Params;
  readonly state: State;
}

/** How parameters follow from gradients. */
export interface Optimiser<State extends Tree = Tree> {
  /** `adam`, `sgd`, ... */
  readonly kind: string;
  /** The learning rate before any schedule. */
  readonly rate: number;
  /** The state before the first step. */
  init(params: Params): State;
  /**
   * One step. Parameters without a gradient stay as they are.
   *
   * @param rate      a number or a scalar value; usually `this.rate` times a schedule
   * @param momentum  replaces the momentum (the first beta) where the optimiser has one, for schedules that move it
   */
  update(params: Params, gradients: Params, state: State, rate: Operand, momentum?: Operand): Updated<State>;
}

/** Values that an optimiser keeps for one parameter, each of its shape. */
export type Slots = Readonly<Record<string, Value>>;

/** The number of steps taken, and the slots of each parameter by its path. */
export type SlotState<S extends Slots> = {
  readonly step: Value;
  readonly slots: Readonly<Record<string, S>>;
};

/** The first state: no steps, and for each parameter what `slots` gives. */
export function startState<S extends Slots>(params: Params, slots: (parameter: Value) => S): SlotState<S> {
  const [first] = Object.values(params);
  return {
    // A float, so that powers of it need no conversion. In f32 it stops at 2^24, where every correction is 1 long since.
    step: scalar(0, first?.dtype ?? "f32"),
    slots: Object.fromEntries(Object.entries(params).map(([path, value]) => [path, slots(value)])),
  };
}

/** Applies the rule of an optimiser to each parameter that has a gradient. */
export function updateEach<S extends Slots>(
  params: Params,
  gradients: Params,
  state: SlotState<S>,
  step: Value,
  rule: (parameter: Value, gradient: Value, slots: S) => readonly [parameter: Value, slots: S],
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

/** A rate or momentum in the dtype of the step count: two bare numbers would meet in f32. */
export function inDtypeOf(step: Value, x: Operand): Value {
  return typeof x === "number" ? scalar(x, step.dtype) : cast(x, step.dtype);
}

/** 1 - beta^step, right to the last digit even where beta^step is nearly 1. */
export function oneMinusPower(beta: Operand, step: Value): Value {
  return neg(expm1(mul(step, typeof beta === "number" ? Math.log(beta) : log(beta))));
}

/** beta average + (1 - beta) value: the exponential moving average. */
export function moved(average: Value, value: Value, beta: Operand): Value {
  const rest = typeof beta === "number" ? 1 - beta : add(1, neg(beta));
  return add(mul(average, beta), mul(value, rest));
}

/** The gradient of the loss plus decay / 2 times the squared parameter. */
export function withDecay(gradient: Value, parameter: Value, decay: number): Value {
  return decay === 0 ? gradient : add(gradient, mul(parameter, decay));
}

/** Where an option must lie. */
type Range = "share" | "not negative";

/** @throws SeqError "optimiser-option" naming the first option that lies outside its range */
export function checkOptions(
  optimiser: string,
  ranges: Readonly<Record<string, readonly [value: number, range: Range]>>,
): void {
  for (const [option, [value, range]] of Object.entries(ranges)) {
    if (value >= 0 && (range === "share" ? value < 1 : value < Number.POSITIVE_INFINITY)) continue;
    throw new SeqError("optimiser-option", `${optimiser}: ${option} is ${value}`, {
      help: range === "share" ? "use a number from 0 to just under 1" : "use 0 or a number above it",
      details: { optimiser, option, value },
    });
  }
}
