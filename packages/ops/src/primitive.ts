/** What a primitive is: a name, a shape rule, a meaning on tensors, and a gradient rule. */
import { SeqError } from "@seqloom/diagnostic";
import { Tensor, type TensorType } from "@seqloom/tensor";
import { type Interpreter, Traced, type Value } from "./value.ts";

/** The settings of one application: plain data, so that graphs print and compare. */
export type Attributes = Readonly<Record<string, unknown>>;

export interface GradientContext<A> {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: A;
  /** One per output; undefined where nothing downstream used it. At least one is defined. */
  readonly cotangents: readonly (Value | undefined)[];
  /** Which inputs somebody wants a gradient of; rules may skip the rest. */
  readonly needed: readonly boolean[];
}

/** One per input; undefined for inputs without a gradient. Written with operations, so it can be differentiated again. */
export type GradientRule<A> = (context: GradientContext<A>) => readonly (Value | undefined)[];

/**
 * One entry of the table of primitives. Everything else is made of these; nothing else knows derivatives.
 *
 * Methods (not function properties), so that a primitive with precise attributes fits where any primitive is
 * expected: attributes are made by the primitive's own function and come back to it unchanged.
 */
export interface Primitive<A extends Attributes = Attributes> {
  readonly name: string;
  /** Types of the outputs. @throws SeqError when the inputs do not fit */
  type(inputs: readonly TensorType[], attributes: A): readonly TensorType[];
  /** The plain device: slow, obvious, the oracle. `outputs` is what `type` gave. */
  run(inputs: readonly Tensor[], attributes: A, outputs: readonly TensorType[]): readonly Tensor[];
  /** Left out where no gradient flows (comparisons, integers). */
  gradient?(context: GradientContext<A>): readonly (Value | undefined)[];
  /** For entry-by-entry primitives: the meaning on numbers, from which loops are generated. */
  readonly pointwise?: (...operands: number[]) => number;
}

/** Applies a primitive: the innermost interpreter among the operands acts, the plain device if there is none. */
export function bind<A extends Attributes>(
  primitive: Primitive<A>,
  inputs: readonly Value[],
  attributes: A,
): readonly Value[] {
  let innermost: Interpreter | undefined;
  for (const input of inputs) {
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
  if (output === undefined) throw new SeqError("internal", `internal: ${primitive.name} gave no output`);
  return output;
}
