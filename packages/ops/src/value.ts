/**
 * What an operation works on. The operand decides who interprets: a Tensor is computed at once by the plain
 * device, a Traced value is handed to the interpreter that made it (a tape, a graph under construction).
 */
import { SeqError } from "@seqloom/diagnostic";
import { type DType, isFloat, type Shape, Tensor, type TensorType } from "@seqloom/tensor";

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

/** Tells values from everything else. */
export function isValue(x: unknown): x is Value {
  return x instanceof Tensor || x instanceof Traced;
}

/** @throws SeqError "operand-type" for what the type checker would not have let through */
export function checkValue(x: unknown, op: string, place: number): void {
  if (isValue(x)) return;
  const found = Array.isArray(x) ? "an array" : typeof x === "object" && x !== null ? "an object" : String(x);
  throw new SeqError("operand-type", `${op}: operand ${place} is ${found}, not a tensor`, {
    help: "make a tensor of it: tensor([1, 2, 3])",
    details: { op, place },
  });
}

/** The tensor itself; undefined for a traced value. */
export function concrete(value: Value): Tensor | undefined {
  return value instanceof Tensor ? value : undefined;
}

/** True where gradients can flow through the value. */
export function isDifferentiable(type: TensorType): boolean {
  return isFloat(type.dtype);
}
