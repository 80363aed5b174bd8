/**
 * What an operation works on. The operand decides who interprets: a Tensor is computed at once by the plain
 * device, a Traced value is handed to the interpreter that made it (a tape, a graph under construction).
 */
import { type DType, isFloat, type Shape, Tensor, type TensorType } from "@seqloom/tensor";
import type { Attributes, Primitive } from "./primitive.ts";

/** A tensor, or something that stands for one while a function is being recorded. */
export type Value = Tensor | Traced;

/** What functions of this package accept: a bare number takes the dtype of the other operand. */
export type Operand = Value | number;

/** Records or transforms the primitives that are applied to its own values. */
export interface Interpreter {
  /** Nesting depth; of the operands' interpreters the innermost (highest) acts. */
  readonly level: number;
  bind(primitive: Primitive, inputs: readonly Value[], attributes: Attributes): readonly Value[];
}

/** A value that an interpreter stands behind. */
export abstract class Traced implements TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
  abstract readonly interpreter: Interpreter;

  constructor(type: TensorType) {
    this.dtype = type.dtype;
    this.shape = type.shape;
  }
}

let depth = 0;

/**
 * Runs `body` with the level for a new interpreter, one deeper than any that is active. Interpreters nest as
 * calls do, so the depth is a property of the call stack; it is restored whatever happens.
 */
export function withLevel<R>(body: (level: number) => R): R {
  depth += 1;
  try {
    return body(depth);
  } finally {
    depth -= 1;
  }
}

/** The tensor itself; undefined for a traced value. */
export function concrete(value: Value): Tensor | undefined {
  return value instanceof Tensor ? value : undefined;
}

/** True where gradients can flow through the value. */
export function isDifferentiable(type: TensorType): boolean {
  return isFloat(type.dtype);
}
