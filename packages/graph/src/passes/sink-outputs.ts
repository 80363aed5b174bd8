/**
 * sink outputs: what a step adds up or gives out but no later step needs is computed for all steps at once, after
 * the loop.
 *
 * In the reverse scan of a recurrent layer these are the gradients of weights: the sum over t of dz_t^T h_t becomes
 * one product over T * B rows, the sum of dz_t one reduction; and the gradient of the input, dz_t W.
 */
import { internalFault } from "@seqloom/diagnostic";
import {
  type Attributes,
  addPrimitive,
  broadcastPrimitive,
  matmulPrimitive,
  reshapePrimitive,
  sumPrimitive,
} from "@seqloom/ops";
import { type Equation, type Graph, makersOf, typeOf, type ValueId } from "../graph.ts";
import { type Rewriter, rewrite } from "../rewrite.ts";
import { type ScanAttributes, scanPrimitive } from "../scan.ts";
import { overTime } from "./over-time.ts";
import { prune } from "./prune.ts";

export function sinkOutputs(graph: Graph): Graph {
  const moved = rewrite(graph, (equation, to) =>
    equation.primitive === scanPrimitive ? sink(equation, to) : undefined,
  );
  return prune(moved);
}

function sink(equation: Equation, to: Rewriter): readonly ValueId[] {
  const given = equation.attributes as ScanAttributes; // checked by the caller
  const body = sinkOutputs(given.body);
  const { constants, carries, length } = given;
  const maker = makersOf(body);
  const needed = neededByCarries(body, constants, carries, maker);

  const sums = new Map<number, readonly Equation[]>(); // carry -> what it adds up over the steps
  for (let i = 0; i < carries; i++) {
    const terms = accumulated(body, constants, i, maker);
    const tasks = terms?.flatMap((id) => maker.get(id) ?? []).filter((made) => canSum(made, body));
    if (terms !== undefined && tasks?.length === terms.length) sums.set(i, tasks);
  }
  const products = new Map<number, Equation>(); // output -> the product it is
  body.outputs.forEach((id, i) => {
    const made = maker.get(id);
    const isProduct =
      made?.primitive === matmulPrimitive && made.attributes.transposeA === false && !needed.has(id);
    if (
      made !== undefined &&
      i >= carries &&
      isProduct &&
      isFixed(body, made.inputs[1], constants) &&
      typeOf(body, made.inputs[0] ?? id).shape.length === 2
    )
      products.set(i, made);
  });
  if (sums.size === 0 && products.size === 0)
    return to.add(scanPrimitive, equation.inputs.map(to.at), { ...given, body });

  // The operands of the tasks become outputs of the loop, unless they come in as sequences already.
  const tasks = [...[...sums.values()].flat(), ...products.values()];
  const wanted = [...new Set(tasks.flatMap((task) => task.inputs))];
  const places = new Map(body.inputs.map((id, i) => [id, i] as const));
  const isInner = (id: ValueId) =>
    !body.constants.has(id) &&
    inputKind(places.get(id), constants, carries) !== "fixed" &&
    inputKind(places.get(id), constants, carries) !== "sequence";
  const extra = wanted.filter(isInner);
  const keptCarries = Array.from({ length: carries }, (_, i) => i).filter((i) => !sums.has(i));
  const keptOutputs = body.outputs.flatMap((_, i) => (i >= carries && !products.has(i) ? [i] : []));
  const slim: Graph = {
    ...body,
    inputs: body.inputs.filter((_, i) => !sums.has(i - constants)),
    outputs: [...keptCarries, ...keptOutputs].flatMap((i) => body.outputs[i] ?? []).concat(extra),
  };
  const inputs = equation.inputs.map(to.at);
  const results = to.add(
    scanPrimitive,
    inputs.filter((_, i) => !sums.has(i - constants)),
    { ...given, body: prune(slim), carries: keptCarries.length },
  );

  const stacked = new Map(
    extra.map((id, k) => [id, results[keptCarries.length + keptOutputs.length + k]] as const),
  );
  const operand = (id: ValueId) => {
    const place = places.get(id);
    const outer =
      stacked.get(id) ?? (place === undefined ? to.builder.constant(constantOf(body, id)) : inputs[place]);
    if (outer === undefined) throw internalFault("an operand of a sunk equation was lost");
    return { id: outer, varies: stacked.has(id) || inputKind(place, constants, carries) === "sequence" };
  };
  return body.outputs.map((id, i) => {
    const terms = sums.get(i);
    const product = products.get(i);
    if (terms !== undefined) {
      const first = inputs[constants + i];
      if (first === undefined) throw internalFault("a carry has no first value");
      return terms.reduce(
        (total, task) => to.addOne(addPrimitive, [total, sumOverTime(task, operand, body, length, to)], {}),
        first,
      );
    }
    if (product !== undefined) {
      const all = overTime(product, product.inputs.map(operand), length, to);
      if (all === undefined) throw internalFault("a product has no form over time");
      return all;
    }
    const at = i < carries ? keptCarries.indexOf(i) : keptCarries.length + keptOutputs.indexOf(i);
    return results[at] ?? id;
  });
}

function constantOf(body: Graph, id: ValueId) {
  const constant = body.constants.get(id);
  if (constant === undefined) throw internalFault("a value of a body is neither input nor constant");
  return constant;
}

function inputKind(
  place: number | undefined,
  constants: number,
  carries: number,
): "inner" | "fixed" | "carried" | "sequence" {
  if (place === undefined) return "inner";
  return place < constants ? "fixed" : place < constants + carries ? "carried" : "sequence";
}

function isFixed(body: Graph, id: ValueId | undefined, constants: number): boolean {
  return id !== undefined && body.inputs.indexOf(id) >= 0 && body.inputs.indexOf(id) < constants;
}

/** The terms that carry i collects, if all a step does with it is to add to it. */
function accumulated(
  body: Graph,
  constants: number,
  i: number,
  maker: ReadonlyMap<ValueId, Equation>,
): ValueId[] | undefined {
  const before = body.inputs[constants + i];
  const after = body.outputs[i];
  if (before === undefined || after === undefined) return undefined;
  const uses = body.equations.filter((e) => e.inputs.includes(before));
  const add = maker.get(after);
  const others = body.outputs.filter((id, k) => k !== i && (id === after || id === before));
  if (
    uses.length !== 1 ||
    uses[0] !== add ||
    add?.primitive !== addPrimitive ||
    add.inputs[0] === add.inputs[1] ||
    others.length > 0
  )
    return undefined;
  const rest = add.inputs.filter((id) => id !== before);
  return rest.flatMap((id) => splitSum(id, typeOf(body, before).shape, body, maker));
}

/** a + b of equal shapes as its two terms, and so on down, so that each can become a product of its own. */
function splitSum(
  id: ValueId,
  shape: readonly number[],
  body: Graph,
  maker: ReadonlyMap<ValueId, Equation>,
): ValueId[] {
  const made = maker.get(id);
  const even = made?.inputs.every((input) => typeOf(body, input).shape.join() === shape.join());
  return made?.primitive === addPrimitive && even
    ? made.inputs.flatMap((input) => splitSum(input, shape, body, maker))
    : [id];
}

/** Products of two matrices with the rows of a batch in common, and sums over axes. */
function canSum({ primitive, attributes, inputs }: Equation, body: Graph): boolean {
  if (primitive === sumPrimitive) return true;
  const matrices = inputs.every((id) => typeOf(body, id).shape.length === 2 && !body.constants.has(id));
  return (
    primitive === matmulPrimitive &&
    attributes.transposeA === true &&
    attributes.transposeB === false &&
    matrices
  );
}

type OperandOf = (id: ValueId) => { readonly id: ValueId; readonly varies: boolean };

function sumOverTime(
  equation: Equation,
  operand: OperandOf,
  body: Graph,
  length: number,
  to: Rewriter,
): ValueId {
  const { primitive, attributes, inputs } = equation;
  if (primitive === sumPrimitive) {
    const [x] = inputs.map(operand);
    if (x === undefined) throw internalFault("a sum has no operand");
    const { axes } = attributes as Attributes & { readonly axes: readonly number[] }; // as sum makes them
    return to.addOne(sumPrimitive, [stack(x, length, to)], { axes: [0, ...axes.map((axis) => axis + 1)] });
  }
  const flat = inputs.map((id) => {
    const [rows = 0, columns = 0] = typeOf(body, id).shape;
    return to.addOne(reshapePrimitive, [stack(operand(id), length, to)], { shape: [length * rows, columns] });
  });
  return to.addOne(matmulPrimitive, flat, attributes);
}

/** A value that is the same at every step, repeated; rare, so no cleverness. */
function stack(x: { readonly id: ValueId; readonly varies: boolean }, length: number, to: Rewriter): ValueId {
  if (x.varies) return x.id;
  return to.addOne(broadcastPrimitive, [x.id], { shape: [length, ...to.builder.typeOf(x.id).shape] });
}

/** Every value that the next step's carries depend on, accumulators aside. */
function neededByCarries(
  body: Graph,
  constants: number,
  carries: number,
  maker: ReadonlyMap<ValueId, Equation>,
): Set<ValueId> {
  const needed = new Set<ValueId>();
  for (let i = 0; i < carries; i++) {
    const id = body.outputs[i];
    if (id !== undefined && accumulated(body, constants, i, maker) === undefined) needed.add(id);
  }
  for (const equation of [...body.equations].reverse()) {
    if (equation.outputs.some((id) => needed.has(id))) for (const id of equation.inputs) needed.add(id);
  }
  return needed;
}
