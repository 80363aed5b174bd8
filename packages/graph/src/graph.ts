/**
 * A dataflow graph: equations in an order in which every value is made before it is used.
 *
 * Values are numbered; each is an input, a constant, or one output of one equation. The graph is plain data:
 * passes take one and give another.
 */
import { internalFault, type Span } from "@seqloom/diagnostic";
import type { Attributes, Primitive } from "@seqloom/ops";
import type { Tensor, TensorType } from "@seqloom/tensor";

/** The number of a value within its graph. */
export type ValueId = number;

export interface Equation {
  readonly primitive: Primitive;
  readonly attributes: Attributes;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
  /** Which stretch of a text asked for it, where one was being carried out; kept as recorded, passes drop it. */
  readonly origin?: Span;
}

export interface Graph {
  readonly inputs: readonly ValueId[];
  readonly equations: readonly Equation[];
  readonly outputs: readonly ValueId[];
  /** The type of every value, by number. */
  readonly types: readonly TensorType[];
  /** Values known from the start. */
  readonly constants: ReadonlyMap<ValueId, Tensor>;
  /** Names people gave: parameters, gates. Only for printing and looking inside. */
  readonly names: ReadonlyMap<ValueId, string>;
}

/** The type of a value. */
export function typeOf(graph: Graph, id: ValueId): TensorType {
  const type = graph.types[id];
  if (type === undefined) throw internalFault(`value ${id} has no type`);
  return type;
}

/** The equation that makes each value; inputs and constants have none. */
export function makersOf({ equations }: Graph): ReadonlyMap<ValueId, Equation> {
  return new Map(equations.flatMap((equation) => equation.outputs.map((id) => [id, equation] as const)));
}

/** The equations that read each value, in order; one that reads it twice is listed twice. */
export function usersOf({ equations }: Graph): ReadonlyMap<ValueId, readonly Equation[]> {
  const users = new Map<ValueId, Equation[]>();
  for (const equation of equations) {
    for (const id of equation.inputs) {
      const known = users.get(id);
      if (known === undefined) users.set(id, [equation]);
      else known.push(equation);
    }
  }
  return users;
}

/** Whether an attribute is a graph: the body of a scan. */
export function isGraph(value: unknown): value is Graph {
  return typeof value === "object" && value !== null && "equations" in value && "outputs" in value;
}

/** How often each primitive occurs, in bodies of scans too. */
export function countPrimitives(graph: Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = ({ equations }: Graph): void => {
    for (const { primitive, attributes } of equations) {
      counts.set(primitive.name, (counts.get(primitive.name) ?? 0) + 1);
      for (const value of Object.values(attributes)) if (isGraph(value)) count(value);
    }
  };
  count(graph);
  return counts;
}
