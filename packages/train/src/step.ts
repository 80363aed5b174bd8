/**
 * One training step as one program: loss, gradient, clipping and optimiser in a single graph.
 *
 *   carried   parameters, optimiser state, carry
 *   inputs    rate, (momentum), (key), batch
 *   outputs   loss, gradient norm
 */
import { valueAndGradAux } from "@seqloom/autograd";
import { internalFault, SeqError } from "@seqloom/diagnostic";
import { type Program, trace } from "@seqloom/graph";
import type { Mode, Params, TensorParams } from "@seqloom/nn";
import { leafPaths, leaves, type Tree, type Value, withLeaves } from "@seqloom/ops";
import type { TensorType } from "@seqloom/tensor";
import { type Clip, clipped } from "./clip.ts";
import { dtypeOf, type Optimiser } from "./optimiser.ts";

/** More than a loss, for models with a memory of their own. */
export interface LossResult<Carry extends Tree> {
  readonly loss: Value;
  /** New values of parameters that are not trained, such as running statistics. */
  readonly updates?: Params;
  /** What the next batch gets, without gradient: the states of recurrent layers, for truncated back-propagation. */
  readonly carry?: Carry;
}

/**
 * The loss of a batch: a pure function made of operations, recorded once for each shape of batch.
 *
 * @param mode   `{ training, key }`, to be handed on to layers
 * @param carry  what the last batch returned as `carry`
 * @returns      a scalar, or a record with it
 */
export type LossFunction<Batch extends Tree, Carry extends Tree = Tree> = (
  params: Params,
  batch: Batch,
  mode: Mode,
  carry: Carry,
) => Value | LossResult<Carry>;

/** What is optimised, and how. */
export interface Objective<Batch extends Tree, Carry extends Tree = Tree> {
  readonly loss: LossFunction<Batch, Carry>;
  readonly optimiser: Optimiser;
  /** None if left out. */
  readonly clip?: Clip;
  /** Which parameters are not trained, by path; none if left out. */
  readonly frozen?: (path: string) => boolean;
}

/** Everything that goes on from step to step. */
export interface StepState<Carry extends Tree = Tree> {
  readonly params: TensorParams;
  readonly optimiser: Tree;
  readonly carry: Carry;
}

/** Which inputs a step has besides its batch. */
export interface StepInputs {
  /** A schedule that moves the momentum. */
  readonly hasMomentum: boolean;
  /** A random key, for dropout. */
  readonly hasKey: boolean;
}

/** The state before the first step. */
export function firstState<Carry extends Tree>(
  objective: Pick<Objective<never, Carry>, "optimiser" | "frozen">,
  params: TensorParams,
  carry: Carry,
): StepState<Carry> {
  return { params, optimiser: objective.optimiser.init(divide(params, objective.frozen).trained), carry };
}

/**
 * Records a training step.
 *
 * @param state  its form and types count, not its numbers
 * @param batch  likewise
 * @throws SeqError "update-trained" if the loss gives an update of a parameter that is trained, "carry-missing"
 */
export function traceStep<Batch extends Tree, Carry extends Tree>(
  objective: Objective<Batch, Carry>,
  state: StepState<Carry>,
  batch: Batch,
  { hasMomentum, hasKey }: StepInputs,
): Program {
  const form = asTree(state);
  const carried = leaves(form);
  const settings = settingTypes(state, hasMomentum, hasKey);
  const given = leaves(batch);
  const names = [
    ...leafPaths(form),
    "rate",
    ...(hasMomentum ? ["momentum"] : []),
    ...(hasKey ? ["key"] : []),
    ...leafPaths(batch).map((path) => `batch.${path}`),
  ];
  const graph = trace(
    (...values) => {
      const take = (count: number) => values.splice(0, count);
      const before = withLeaves(form, take(carried.length));
      const [rate] = take(1);
      const [momentum] = take(hasMomentum ? 1 : 0);
      const [key] = take(hasKey ? 1 : 0);
      if (rate === undefined) throw internalFault("a step lost its rate");
      const mode = { training: true, ...(key !== undefined && { key }) };
      const step = { before, batch: withLeaves(batch, values), mode, rate, momentum };
      const { after, loss, norm } = applyStep(objective, step);
      return [...leaves(after), loss, norm];
    },
    [...carried, ...settings, ...given],
    names,
  );
  return { graph, carried: carried.length };
}

interface Step<Batch extends Tree, Carry extends Tree> {
  readonly before: ValueState<Carry>;
  readonly batch: Batch;
  readonly mode: Mode;
  readonly rate: Value;
  readonly momentum: Value | undefined;
}

/** A step state while it is being recorded. */
type ValueState<Carry extends Tree> = {
  readonly params: Params;
  readonly optimiser: Tree;
  readonly carry: Carry;
};

function asTree<Carry extends Tree>({ params, optimiser, carry }: StepState<Carry>): ValueState<Carry> {
  return { params, optimiser, carry };
}

function applyStep<Batch extends Tree, Carry extends Tree>(
  { loss: lossOf, optimiser, clip, frozen }: Objective<Batch, Carry>,
  { before, batch, mode, rate, momentum }: Step<Batch, Carry>,
): { readonly after: ValueState<Carry>; readonly loss: Value; readonly norm: Value } {
  const { trained, fixed } = divide(before.params, frozen);
  const { value, gradient, aux } = valueAndGradAux((params: Params) => {
    const result = resultOf(lossOf({ ...fixed, ...params }, batch, mode, before.carry));
    return { loss: result.loss, aux: restOf(result, before, fixed) };
  })(trained);
  const { gradients, norm } = clipped(gradient, clip);
  const next = optimiser.update(trained, gradients, before.optimiser, rate, momentum);
  const all: Params = { ...next.params, ...fixed, ...aux.updates };
  // In the order of before: outputs and inputs of the program must meet.
  const params = Object.fromEntries(Object.entries(before.params).map(([path, p]) => [path, all[path] ?? p]));
  return { after: { params, optimiser: next.state, carry: aux.carry }, loss: value, norm };
}

/** What a loss function gave, as a record. */
export function resultOf<Carry extends Tree>(result: Value | LossResult<Carry>): LossResult<Carry> {
  return "loss" in result ? result : { loss: result };
}

function restOf<Carry extends Tree>(
  { updates = {}, carry }: LossResult<Carry>,
  before: ValueState<Carry>,
  fixed: Params,
): { readonly updates: Params; readonly carry: Carry } {
  const trained = Object.keys(updates).find((path) => fixed[path] === undefined);
  if (trained !== undefined) {
    throw new SeqError("update-trained", `the loss gives a new value for ${trained}, which is trained`, {
      help: `name it in frozen, or leave the optimiser to change it`,
      details: { path: trained, frozen: Object.keys(fixed) },
    });
  }
  if (carry === undefined && leaves(before.carry).length > 0) {
    throw new SeqError("carry-missing", "the loss was given a carry and returns none", {
      help: "return { loss, carry } with the states after the batch",
    });
  }
  return { updates, carry: carry ?? before.carry };
}

function divide(
  params: Params,
  frozen: ((path: string) => boolean) | undefined,
): { readonly trained: Params; readonly fixed: Params } {
  const isFrozen = ([path]: [string, unknown]) => frozen?.(path) === true;
  const entries = Object.entries(params);
  return {
    trained: Object.fromEntries(entries.filter((entry) => !isFrozen(entry))),
    fixed: Object.fromEntries(entries.filter(isFrozen)),
  };
}

function settingTypes(state: StepState, hasMomentum: boolean, hasKey: boolean): TensorType[] {
  const number: TensorType = { dtype: dtypeOf(state.params), shape: [] };
  const key: TensorType = { dtype: "i32", shape: [2] };
  return [number, ...(hasMomentum ? [number] : []), ...(hasKey ? [key] : [])];
}
