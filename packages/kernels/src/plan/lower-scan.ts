/**
 * scan as a loop over instructions.
 *
 * A sequence is read and written in place, a step of it being a view that moves with time. A carried value that is
 * wanted for every step (before or after it) keeps its history in one buffer of T + 1 entries: what a step leaves is
 * what the next one finds, and nothing is copied. Other carried values have one place, written at the end of a step.
 */
import { type Equation, type Graph, type ScanAttributes, typeOf, type ValueId } from "@seqloom/graph";
import { Block } from "./block.ts";
import { lowerGraph } from "./lower-graph.ts";
import type { View } from "./plan.ts";
import { reuse } from "./reuse.ts";
import { sliceView, stepView } from "./views.ts";

export function lowerScan(outer: Block, equation: Equation): void {
  const attributes = equation.attributes as ScanAttributes; // the caller knows that it is a scan
  const { body, constants, carries, length, reverse } = attributes;
  const depth = outer.depth;
  const inner = new Block(body, outer.arena, depth + 1);
  const inputs = equation.inputs.map((id) => outer.at(id));

  body.inputs.forEach((id, i) => {
    const view = inputs[i];
    if (view === undefined) return;
    if (i < constants) inner.place(id, view);
    else if (i >= constants + carries) inner.place(id, stepView(view, depth));
  });
  const states = body.inputs
    .slice(constants, constants + carries)
    .map((id, i) => placeCarry(outer, inner, attributes, id, i, inputs[constants + i]));
  const results = placeResults(outer, inner, equation, attributes, states, inputs);

  lowerGraph(inner, lowerScan);
  writeCarries(inner, states);
  if (length > 0)
    outer.instructions.push({
      kind: "scan",
      depth,
      length,
      reverse,
      body: reuse(inner.instructions, outer.arena),
    });
  equation.outputs.forEach((id, i) => {
    const view = results[i];
    if (view === undefined) return;
    const target = outer.targets.get(id);
    if (target !== undefined) outer.copy(view, target);
    outer.place(id, target ?? view);
  });
}

/** A carried value: where a step finds it, where it leaves it, and where it lies after the last step. */
interface Carry {
  readonly before: View;
  readonly after: ValueId;
  /** Where the next step finds it; reached by target (history) or by a copy at the end of the step. */
  readonly next: View;
  readonly last: View;
  /** [T + 1, ...] where every step is wanted. */
  readonly history: View | undefined;
}

function placeCarry(
  outer: Block,
  inner: Block,
  { body, carries, length, reverse }: ScanAttributes,
  id: ValueId,
  i: number,
  first: View | undefined,
): Carry {
  const type = typeOf(body, id);
  const after = body.outputs[i] ?? id;
  const wanted = body.outputs.slice(carries);
  const isMade = inner.maker.has(after);
  const isShared = body.outputs.slice(0, i).includes(after);
  if (isMade && !isShared && (wanted.includes(id) || wanted.includes(after))) {
    const history = outer.scratch({ dtype: type.dtype, shape: [length + 1, ...type.shape] });
    const [from, to] = reverse ? [1, 0] : [0, 1];
    const at = (step: number) =>
      dropFirst(sliceView(history, [{ start: step, count: 1, step: 1 }, ...whole(type.shape)]));
    if (first !== undefined) outer.copy(first, at(reverse ? length : 0));
    inner.place(id, stepView(history, outer.depth, from));
    inner.targets.set(after, stepView(history, outer.depth, to));
    return {
      before: stepView(history, outer.depth, from),
      after,
      next: stepView(history, outer.depth, to),
      last: at(reverse ? 0 : length),
      history,
    };
  }
  const current = outer.scratch(type);
  if (first !== undefined) outer.copy(first, current);
  inner.place(id, current);
  return { before: current, after, next: current, last: current, history: undefined };
}

/** Where the outputs of the scan will be; outputs of steps that need a place of their own get it as a target. */
function placeResults(
  outer: Block,
  inner: Block,
  equation: Equation,
  { body, constants, carries, length, reverse }: ScanAttributes,
  states: readonly Carry[],
  inputs: readonly View[],
): View[] {
  const stacked = new Map<ValueId, View>();
  return body.outputs.map((id, i) => {
    const carry = states[i];
    if (i < carries && carry !== undefined) return carry.last;
    const known = stacked.get(id);
    if (known !== undefined) return known;
    const view =
      historyOf(id, body, constants, states, length, reverse) ??
      sequenceOf(id, body, constants + carries, inputs) ??
      ownStack(outer, inner, equation, id, i, length);
    stacked.set(id, view);
    return view;
  });
}

/** A carried value before or after every step is a stretch of its history. */
function historyOf(
  id: ValueId,
  body: Graph,
  constants: number,
  states: readonly Carry[],
  length: number,
  reverse: boolean,
): View | undefined {
  for (const [i, { history, after }] of states.entries()) {
    if (history === undefined) continue;
    const isBefore = body.inputs[constants + i] === id;
    if (!isBefore && after !== id) continue;
    const start = isBefore === reverse ? 1 : 0;
    return sliceView(history, [{ start, count: length, step: 1 }, ...whole(history.shape.slice(1))]);
  }
  return undefined;
}

/** What a step gives out as it came in is the sequence itself. */
function sequenceOf(
  id: ValueId,
  body: Graph,
  firstSequence: number,
  inputs: readonly View[],
): View | undefined {
  const at = body.inputs.indexOf(id);
  return at >= firstSequence ? inputs[at] : undefined;
}

function ownStack(
  outer: Block,
  inner: Block,
  equation: Equation,
  id: ValueId,
  i: number,
  length: number,
): View {
  const type = typeOf(inner.graph, id);
  const result = equation.outputs[i];
  const target = result === undefined ? undefined : outer.targets.get(result);
  const stack = target ?? outer.scratch({ dtype: type.dtype, shape: [length, ...type.shape] });
  const step = stepView(stack, outer.depth);
  // A value may be wanted twice, as history and as output: the second place is reached by a copy.
  if (inner.targets.has(id)) inner.extras.push({ id, to: step });
  else inner.targets.set(id, step);
  return stack;
}

/** Copies what has no history to its place for the next step; values that other carries overwrite are saved first. */
function writeCarries(inner: Block, states: readonly Carry[]): void {
  for (const { id, to } of inner.extras) inner.copy(inner.at(id), to);
  const places = new Set(states.flatMap((carry) => (carry.history === undefined ? [carry.next.buffer] : [])));
  const moves = states.flatMap((carry) => {
    const from = inner.at(carry.after);
    return [{ from, to: carry.next }];
  });
  const saved = moves.map(({ from, to }) => ({
    to,
    from: places.has(from.buffer) && from.buffer !== to.buffer ? contiguousCopy(inner, from) : from,
  }));
  for (const { from, to } of saved) inner.copy(from, to);
}

function contiguousCopy(block: Block, view: View): View {
  const copy = block.scratch({ dtype: view.type, shape: view.shape });
  block.copy(view, copy);
  return copy;
}

function whole(shape: readonly number[]) {
  return shape.map((count) => ({ start: 0, count, step: 1 }));
}

/** Without a first axis of size 1. */
function dropFirst(view: View): View {
  return { ...view, shape: view.shape.slice(1), strides: view.strides.slice(1) };
}
