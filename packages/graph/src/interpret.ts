/** A graph applied to values: on tensors it computes, under another interpreter it is recorded there. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import { bind, type Value, withOrigin } from "@seqloom/ops";
import { formatType, sameShape, type Tensor } from "@seqloom/tensor";
import { type Graph, typeOf, type ValueId } from "./graph.ts";

/**
 * The outputs of the graph for the given inputs. Any values do; the operands decide who interprets.
 *
 * @throws SeqError "graph-input" if number or types of the inputs are not the graph's
 */
export function interpret(graph: Graph, inputs: readonly Value[]): Value[] {
  checkInputs(graph, inputs);
  const values = new Map<ValueId, Value>(graph.constants);
  graph.inputs.forEach((id, i) => {
    const value = inputs[i];
    if (value !== undefined) values.set(id, value);
  });
  const at = (id: ValueId): Value => {
    const value = values.get(id);
    if (value === undefined) throw internalFault(`value ${id} is used before it is made`);
    return value;
  };
  const lastUse = lastUses(graph);
  graph.equations.forEach((equation, i) => {
    const { primitive, attributes, origin } = equation;
    const outputs = withOrigin(origin, () => bind(primitive, equation.inputs.map(at), attributes));
    equation.outputs.forEach((id, k) => {
      const value = outputs[k];
      if (value !== undefined) values.set(id, value);
    });
    for (const id of lastUse[i] ?? []) values.delete(id);
  });
  return graph.outputs.map(at);
}

/** `interpret` on tensors, which gives tensors. */
export function evaluate(graph: Graph, inputs: readonly Tensor[]): Tensor[] {
  return interpret(graph, inputs) as Tensor[]; // tensors in, tensors out: nobody else interprets
}

function checkInputs(graph: Graph, inputs: readonly Value[]): void {
  if (inputs.length !== graph.inputs.length) {
    throw new SeqError(
      "graph-input",
      `the graph takes ${graph.inputs.length} inputs and was given ${inputs.length}`,
      {
        help: "hand in the function's own inputs, in the order in which it was recorded",
        details: { want: graph.inputs.length, got: inputs.length },
      },
    );
  }
  graph.inputs.forEach((id, i) => {
    const want = typeOf(graph, id);
    const got = inputs[i];
    if (got !== undefined && (got.dtype !== want.dtype || !sameShape(got.shape, want.shape))) {
      throw new SeqError(
        "graph-input",
        `input ${graph.names.get(id) ?? i} of the graph is ${formatType(want)} and was given ${formatType(got)}`,
        {
          help: "compile again for the new types, or convert the input",
          details: { index: i, want, got: { dtype: got.dtype, shape: got.shape } },
        },
      );
    }
  });
}

const uses = new WeakMap<Graph, ValueId[][]>();

/** For each equation, the values that nobody needs after it; so that memory is freed as early as it can be. */
function lastUses(graph: Graph): ValueId[][] {
  const known = uses.get(graph);
  if (known !== undefined) return known;
  const last = new Map<ValueId, number>();
  graph.equations.forEach((equation, i) => {
    for (const id of [...equation.inputs, ...equation.outputs]) last.set(id, i);
  });
  for (const id of graph.outputs) last.delete(id);
  const result: ValueId[][] = graph.equations.map(() => []);
  for (const [id, i] of last) result[i]?.push(id);
  uses.set(graph, result);
  return result;
}
