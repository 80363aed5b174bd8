/**
 * absorb pads: a sequence that is zero but for the step that runs first, and that is only added to a carry, is part of
 * the carry's first value.
 *
 * This is the gradient of a loss on the last step alone: zeros for all other steps, added to the gradient that comes
 * from the step behind.
 */
import { addPrimitive, padPrimitive, reshapePrimitive, type SliceRange } from "@seqloom/ops";
import { sizeOf } from "@seqloom/tensor";
import { type Equation, type Graph, makersOf, typeOf, type ValueId } from "../graph.ts";
import { type Rewriter, rewrite } from "../rewrite.ts";
import { type ScanAttributes, scanPrimitive } from "../scan.ts";
import { prune } from "./prune.ts";

export function absorbPads(graph: Graph): Graph {
  const maker = makersOf(graph);
  return prune(
    rewrite(graph, (equation, to) =>
      equation.primitive === scanPrimitive ? absorb(graph, equation, maker, to) : undefined,
    ),
  );
}

function absorb(
  graph: Graph,
  equation: Equation,
  maker: ReadonlyMap<ValueId, Equation>,
  to: Rewriter,
): readonly ValueId[] {
  const given = equation.attributes as ScanAttributes; // of a scan
  const { constants, carries, length, reverse } = given;
  let body = absorbPads(given.body);
  const inputs = equation.inputs.map(to.at);
  for (let i = constants + carries; i < equation.inputs.length; i++) {
    const pad = maker.get(equation.inputs[i] ?? -1);
    const sequence = body.inputs[i];
    if (pad === undefined || sequence === undefined || !isFirstStepOnly(pad, reverse ? length - 1 : 0))
      continue;
    const found = onlyAddition(body, sequence, constants, carries);
    const entry = pad.inputs[0];
    if (found === undefined || entry === undefined || !isOneStep(graph, entry, body, sequence)) continue;
    const { shape } = typeOf(body, sequence);
    const place = constants + found.carry;
    const [first, carried] = [inputs[place], body.inputs[place]];
    if (first === undefined || carried === undefined) continue;
    inputs[place] = to.addOne(
      addPrimitive,
      [first, to.addOne(reshapePrimitive, [to.at(entry)], { shape })],
      {},
    );
    body = replace(body, found.sum, carried);
  }
  return to.add(scanPrimitive, inputs, { ...given, body });
}

/** Zeros everywhere but at one step, which is filled wholly. */
function isFirstStepOnly({ primitive, attributes }: Equation, step: number): boolean {
  if (primitive !== padPrimitive || attributes.value !== 0) return false;
  const [time, ...rest] = attributes.ranges as readonly SliceRange[]; // as pad makes them
  const shape = attributes.shape as readonly number[];
  return (
    time?.start === step &&
    time.count === 1 &&
    rest.every((range, axis) => range.start === 0 && range.step === 1 && range.count === shape[axis + 1])
  );
}

function isOneStep(graph: Graph, entry: ValueId, body: Graph, sequence: ValueId): boolean {
  return sizeOf(typeOf(graph, entry).shape) === sizeOf(typeOf(body, sequence).shape);
}

/** The sum with a carry that is all the sequence and the carry are used for. */
function onlyAddition(
  body: Graph,
  sequence: ValueId,
  constants: number,
  carries: number,
): { readonly sum: ValueId; readonly carry: number } | undefined {
  const users = body.equations.filter((e) => e.inputs.includes(sequence));
  const [add] = users;
  if (users.length !== 1 || add?.primitive !== addPrimitive || body.outputs.includes(sequence))
    return undefined;
  const other = add.inputs.find((id) => id !== sequence);
  const [sum] = add.outputs;
  if (other === undefined || sum === undefined) return undefined;
  const carry = body.inputs.slice(constants, constants + carries).indexOf(other);
  const isOnlyUse =
    body.equations.filter((e) => e.inputs.includes(other)).length === 1 && !body.outputs.includes(other);
  const isSameType = typeOf(body, other).shape.join() === typeOf(body, sequence).shape.join();
  return carry >= 0 && isOnlyUse && isSameType ? { sum, carry } : undefined;
}

/** The body with one value in the place of another, whose equation is dropped. */
function replace(body: Graph, from: ValueId, by: ValueId): Graph {
  const swap = (id: ValueId) => (id === from ? by : id);
  return {
    ...body,
    equations: body.equations
      .filter((e) => !e.outputs.includes(from))
      .map((e) => ({ ...e, inputs: e.inputs.map(swap) })),
    outputs: body.outputs.map(swap),
  };
}
