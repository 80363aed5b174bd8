/**
 * hoist inputs: what a step computes from its input alone is computed for all steps at once, before the loop.
 *
 * The product of x_t with the input weights of a cell becomes one product over T * B rows. Only matrix products,
 * what they are made of and the sums that follow them are moved: cheap work stays where its result is used, since
 * moving it would only add passes over memory.
 */
import { addPrimitive, matmulPrimitive } from "@seqloom/ops";
import { type Equation, type Graph, makersOf, type ValueId } from "../graph.ts";
import { type Rewriter, rewrite } from "../rewrite.ts";
import { type ScanAttributes, scanPrimitive } from "../scan.ts";
import { type Operand, overTime } from "./over-time.ts";
import { prune } from "./prune.ts";

export function hoistInputs(graph: Graph): Graph {
  const moved = rewrite(graph, (equation, to) =>
    equation.primitive === scanPrimitive ? hoist(equation, to) : undefined,
  );
  return prune(moved);
}

type Dependence = "fixed" | "sequence" | "carried";

function hoist(equation: Equation, to: Rewriter): readonly ValueId[] {
  const given = equation.attributes as ScanAttributes; // checked by the caller
  const body = hoistInputs(given.body);
  const attributes = { ...given, body };
  const inputs = equation.inputs.map(to.at);
  const chosen = choose(body, attributes);
  if (chosen.size === 0) return to.add(scanPrimitive, inputs, attributes);

  const outside = new Map<ValueId, Operand>();
  body.inputs.forEach((id, i) => {
    const outer = inputs[i];
    const isCarry = i >= given.constants && i < given.constants + given.carries;
    if (outer !== undefined && !isCarry) outside.set(id, { id: outer, varies: i >= given.constants });
  });
  const operandOf = (id: ValueId): Operand | undefined => {
    const constant = body.constants.get(id);
    if (constant !== undefined && !outside.has(id))
      outside.set(id, { id: to.builder.constant(constant), varies: false });
    return outside.get(id);
  };
  const done = new Set<Equation>();
  for (const inner of body.equations) {
    if (!chosen.has(inner)) continue;
    const operands = inner.inputs.flatMap((id) => operandOf(id) ?? []);
    if (operands.length !== inner.inputs.length) continue;
    const varies = operands.some((x) => x.varies);
    const result = varies
      ? overTime(inner, operands, given.length, to)
      : to.addOne(
          inner.primitive,
          operands.map((x) => x.id),
          inner.attributes,
        );
    const [id] = inner.outputs;
    if (result === undefined || id === undefined) continue;
    outside.set(id, { id: result, varies });
    done.add(inner);
  }
  return replaceInputs(body, attributes, inputs, outside, done, to);
}

/** The equations worth moving: products that do not depend on what is carried, their ancestors, sums of them. */
function choose(body: Graph, { constants, carries }: ScanAttributes): Set<Equation> {
  const dependence = new Map<ValueId, Dependence>();
  body.inputs.forEach((id, i) => {
    dependence.set(id, i < constants ? "fixed" : i < constants + carries ? "carried" : "sequence");
  });
  const of = (id: ValueId): Dependence => dependence.get(id) ?? "fixed";
  const maker = makersOf(body);
  const chosen = new Set<Equation>();
  for (const equation of body.equations) {
    const kinds = equation.inputs.map(of);
    const kind = kinds.includes("carried") ? "carried" : kinds.includes("sequence") ? "sequence" : "fixed";
    for (const id of equation.outputs) dependence.set(id, kind);
    if (kind === "carried" || equation.primitive === scanPrimitive) continue;
    const follows =
      equation.primitive === addPrimitive &&
      equation.inputs.some((id) => chosen.has(maker.get(id) ?? equation));
    if (equation.primitive === matmulPrimitive || follows) {
      const need = [equation];
      for (let next = need.pop(); next !== undefined; next = need.pop()) {
        chosen.add(next);
        need.push(...next.inputs.flatMap((id) => maker.get(id) ?? []).filter((made) => !chosen.has(made)));
      }
    }
  }
  return chosen;
}

/** The scan without the moved equations: what it still uses of their results becomes an input. */
function replaceInputs(
  body: Graph,
  attributes: ScanAttributes,
  inputs: readonly ValueId[],
  outside: ReadonlyMap<ValueId, Operand>,
  done: ReadonlySet<Equation>,
  to: Rewriter,
): readonly ValueId[] {
  const { constants, carries } = attributes;
  const rest = body.equations.filter((equation) => !done.has(equation));
  const used = new Set([...rest.flatMap((equation) => equation.inputs), ...body.outputs]);
  const moved = [...done].flatMap((equation) => equation.outputs).filter((id) => used.has(id));
  const fixed = moved.filter((id) => outside.get(id)?.varies === false);
  const sequences = moved.filter((id) => outside.get(id)?.varies === true);
  const outer = (ids: readonly ValueId[]) => ids.flatMap((id) => outside.get(id)?.id ?? []);
  const slim = {
    ...body,
    equations: rest,
    inputs: [...fixed, ...body.inputs, ...sequences],
  };
  return to.add(scanPrimitive, [...outer(fixed), ...inputs, ...outer(sequences)], {
    ...attributes,
    body: slim,
    constants: constants + fixed.length,
    carries,
  });
}
