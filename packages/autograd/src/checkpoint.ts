/** checkpoint: recompute instead of keep (Griewank 1992; Chen, Xu, Zhang & Guestrin 2016). */
import { internalFault } from "@seqloom/diagnostic";
import { evaluate, type Graph, interpret, traceClosure, typeOf } from "@seqloom/graph";
import {
  type Attributes,
  bind,
  type GradientContext,
  isDifferentiable,
  type Primitive,
  type Value,
} from "@seqloom/ops";
import { zeros } from "@seqloom/tensor";
import { vjp } from "./tape.ts";

interface CheckpointAttributes extends Attributes {
  readonly body: Graph;
}

/** A recorded function as one primitive: of its inside nothing is kept, the backward run computes it again. */
const checkpointPrimitive: Primitive<CheckpointAttributes> = {
  name: "checkpoint",
  type: (_, { body }) => body.outputs.map((id) => typeOf(body, id)),
  run: (inputs, { body }) => evaluate(body, inputs),
  gradient({ inputs, attributes: { body }, cotangents, needed }: GradientContext<CheckpointAttributes>) {
    const active = inputs.flatMap((input, i) => (needed[i] && isDifferentiable(input) ? [i] : []));
    const { outputs, pullback } = vjp(
      (...variables) =>
        interpret(
          body,
          inputs.map((input, i) => variables[active.indexOf(i)] ?? input),
        ),
      active.flatMap((i) => inputs[i] ?? []),
    );
    const sent = pullback(
      outputs.map((y, i) => cotangents[i] ?? (isDifferentiable(y) ? zeros(y.shape, y.dtype) : undefined)),
    );
    return inputs.map((_, i) => sent[active.indexOf(i)]);
  },
};

/**
 * The same function, whose inner values are not kept for the backward run but computed again there: memory for time.
 *
 * @param f  a pure function of values; what it uses from outside is handed in and gets its gradient too
 * @example const y = checkpoint((v) => tanh(matmul(tanh(matmul(v, a)), b)))(x);
 */
export function checkpoint<Inputs extends readonly Value[]>(
  f: (...inputs: Inputs) => Value,
): (...inputs: Inputs) => Value {
  return (...inputs) => {
    const { graph, captured } = traceClosure(
      (...values) => [f(...(values as readonly Value[] as Inputs))],
      inputs,
    ); // as many values as inputs
    const [output] = bind(checkpointPrimitive, [...captured, ...inputs], { body: graph });
    if (output === undefined) throw internalFault("a checkpoint gave nothing");
    return output;
  };
}
