/** From a function to a graph: the function runs once on stand-ins that write down what is done to them. */
import { SeqError } from "@seqloom/diagnostic";
import {
  type Attributes,
  type Interpreter,
  type Primitive,
  Traced,
  type Value,
  withLevel,
} from "@seqloom/ops";
import { formatType, Tensor, type TensorType } from "@seqloom/tensor";
import { GraphBuilder } from "./builder.ts";
import type { Graph, ValueId } from "./graph.ts";

/** A value of a graph under construction. */
class GraphValue extends Traced {
  readonly interpreter: Tracer;
  readonly id: ValueId;

  constructor(type: TensorType, interpreter: Tracer, id: ValueId) {
    super(type);
    this.interpreter = interpreter;
    this.id = id;
  }
}

class Tracer implements Interpreter {
  readonly level: number;
  readonly builder = new GraphBuilder();
  /** Values from outside that the function used, in order of first use. */
  readonly captured = new Map<Value, ValueId>();

  constructor(level: number) {
    this.level = level;
  }

  input(type: TensorType, name?: string): GraphValue {
    return new GraphValue(type, this, this.builder.input(type, name));
  }

  /** The number of a value here; what comes from outside is captured, single numbers are written into the graph. */
  lift(value: Value): ValueId {
    if (value instanceof GraphValue && value.interpreter === this) return value.id;
    if (value instanceof Traced && value.interpreter.level >= this.level) {
      throw new SeqError(
        "value-escaped",
        `a value ${formatType(value)} is used outside the function that was recorded when it was made`,
        {
          help: "return it from that function instead of storing it",
        },
      );
    }
    const known = this.captured.get(value);
    if (known !== undefined) return known;
    const single = value instanceof Tensor && value.size === 1;
    const id = single ? this.builder.constant(value) : this.builder.input(value);
    if (single) return id;
    this.captured.set(value, id);
    return id;
  }

  bind(primitive: Primitive, inputs: readonly Value[], attributes: Attributes): readonly Value[] {
    const ids = this.builder.equation(
      primitive,
      inputs.map((input) => this.lift(input)),
      attributes,
    );
    return ids.map((id) => new GraphValue(this.builder.typeOf(id), this, id));
  }
}

export interface Closure {
  /** Inputs: first the captured values, then the function's own. */
  readonly graph: Graph;
  readonly captured: readonly Value[];
}

/**
 * Records a function together with the values it uses from outside, which become its first inputs.
 *
 * @param f      called once with stand-ins of the given types
 * @param types  types of the function's own inputs
 * @param names  names of these inputs, for printing
 */
export function traceClosure(
  f: (...inputs: Value[]) => readonly Value[],
  types: readonly TensorType[],
  names: readonly (string | undefined)[] = [],
): Closure {
  return withLevel((level) => {
    const tracer = new Tracer(level);
    const own = types.map((type, i) => tracer.input(type, names[i]));
    const outputs = f(...own).map((value) => tracer.lift(value));
    const inputs = [...tracer.captured.values(), ...own.map((value) => value.id)];
    return { graph: tracer.builder.finish(outputs, inputs), captured: [...tracer.captured.keys()] };
  });
}

/**
 * The graph of a function. Tensors it uses from outside become constants.
 *
 * @throws SeqError "value-escaped" if it uses a value of another function that is being recorded
 * @example const graph = trace((x) => [mul(x, x)], [{ dtype: "f32", shape: [3] }]);
 */
export function trace(
  f: (...inputs: Value[]) => readonly Value[],
  types: readonly TensorType[],
  names: readonly (string | undefined)[] = [],
): Graph {
  const { graph, captured } = traceClosure(f, types, names);
  const constants = new Map(graph.constants);
  captured.forEach((value, i) => {
    const id = graph.inputs[i];
    if (!(value instanceof Tensor) || id === undefined) {
      throw new SeqError(
        "value-escaped",
        `the recorded function uses ${formatType(value)}, a value of another recording`,
        {
          help: "hand it in as an input",
        },
      );
    }
    constants.set(id, value);
  });
  return { ...graph, inputs: graph.inputs.slice(captured.length), constants };
}
