/** Applying a primitive: the operands decide who acts. */
import { internalFault } from "@seqloom/diagnostic";
import { Tensor } from "@seqloom/tensor";
import {
  type Attributes,
  checkValue,
  type Interpreter,
  type Primitive,
  Traced,
  type Value,
} from "./value.ts";

/**
 * Applies a primitive: the innermost interpreter among the operands acts, the plain device if there is none.
 *
 * @throws SeqError "operand-type" for an operand that is no value; whatever the primitive's shape rule refuses
 */
export function bind<A extends Attributes>(
  primitive: Primitive<A>,
  inputs: readonly Value[],
  attributes: A,
): readonly Value[] {
  let innermost: Interpreter | undefined;
  for (const [i, input] of inputs.entries()) {
    checkValue(input, primitive.name, i);
    if (input instanceof Traced && (innermost === undefined || input.interpreter.level > innermost.level)) {
      innermost = input.interpreter;
    }
  }
  if (innermost !== undefined) return innermost.bind(primitive as Primitive, inputs, attributes); // see Primitive: attributes return to their maker
  const tensors = inputs.filter((input) => input instanceof Tensor);
  const outputs = primitive.run(tensors, attributes, primitive.type(tensors, attributes));
  observer?.(primitive.name, tensors, outputs);
  return outputs;
}

/** Told of each primitive that the plain device has run. */
export type Observer = (primitive: string, inputs: readonly Tensor[], outputs: readonly Tensor[]) => void;

let observer: Observer | undefined;

/** Runs `body` under an observer; the one before is restored whatever happens. It does not outlive an `await`. */
export function withObserver<R>(next: Observer, body: () => R): R {
  const before = observer;
  observer = next;
  try {
    return body();
  } finally {
    observer = before;
  }
}

/** `bind` for primitives with one output. */
export function bindOne<A extends Attributes>(
  primitive: Primitive<A>,
  inputs: readonly Value[],
  attributes: A,
): Value {
  const [output] = bind(primitive, inputs, attributes);
  if (output === undefined) throw internalFault(`${primitive.name} gave no output`);
  return output;
}
