/**
 * A dataflow graph: equations in an order in which every value is made before it is used.
 *
 * Values are numbered; each is an input, a constant, or one output of one equation. The graph is plain data:
 * passes take one and give another.
 */
import type { Attributes, Primitive } from "@seqloom/ops";
import type { Tensor, TensorType } from "@seqloom/tensor";

/** The number of a value within its graph. */
export type ValueId = number;

export interface Equation {
  readonly primitive: Primitive;
  readonly attributes: Attributes;
  readonly inputs: readonly ValueId[];
  readonly outputs: readonly ValueId[];
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
  if (type === undefined) throw new RangeError(`internal: value ${id} has no type`);
  return type;
}
