/** Entry-by-entry primitives: one definition gives shape rule, plain device and gradient with broadcasting undone. */
import {
  allocate,
  broadcastShapes,
  type DType,
  fromData,
  isFloat,
  promote,
  type Shape,
  scalar,
  sizeOf,
  type Tensor,
  type TensorType,
} from "@seqloom/tensor";
import { bindOne } from "./bind.ts";
import { broadcastOffsets } from "./offsets.ts";
import { cast } from "./primitives/cast.ts";
import { sumTo } from "./primitives/sum-broadcast.ts";
import { checkValue, type GradientContext, type Operand, type Primitive, type Value } from "./value.ts";

type NoAttributes = Readonly<Record<string, never>>;

interface PointwiseDefinition {
  readonly name: string;
  /** The meaning on numbers, computed in double precision and rounded to the dtype when stored. */
  readonly of: (...operands: number[]) => number;
  /** The same on i32, where a result beyond 2^53 would lose the low digits that stay when it wraps around. */
  readonly integers?: (...operands: number[]) => number;
  /** dtype of the result from the promoted dtype of the operands; the same if left out. */
  readonly result?: (operands: DType) => DType;
  /** Cotangents before broadcasting is undone; left out where no gradient flows. */
  readonly gradient?: (context: PointwiseContext) => readonly (Value | undefined)[];
}

interface PointwiseContext extends GradientContext<NoAttributes> {
  readonly cotangent: Value;
  readonly output: Value;
}

/** Operands are aligned at their last axes and repeated along axes of size 1. */
export function definePointwise(definition: PointwiseDefinition): Primitive<NoAttributes> {
  const { name, of, integers = of, result, gradient } = definition;
  return {
    name,
    pointwise: of,
    type(inputs) {
      const shape = inputs.reduce<Shape>((shape, input) => broadcastShapes(shape, input.shape, name), []);
      const dtype = inputs.reduce<DType>(
        (dtype, input) => promote(dtype, input.dtype),
        inputs.at(-1)?.dtype ?? "f32",
      );
      return [{ dtype: result === undefined ? dtype : result(dtype), shape }];
    },
    run(inputs, _, [out]) {
      return out === undefined ? [] : [runPointwise(out.dtype === "i32" ? integers : of, inputs, out)];
    },
    ...(gradient && {
      gradient(context: GradientContext<NoAttributes>) {
        const [cotangent] = context.cotangents;
        const [output] = context.outputs;
        if (cotangent === undefined || output === undefined) return [];
        const raw = gradient({ ...context, cotangent, output });
        return raw.map((g, i) => {
          const input = context.inputs[i];
          return g === undefined || input === undefined || !context.needed[i]
            ? undefined
            : sumTo(g, input.shape);
        });
      },
    }),
  };
}

function runPointwise(
  of: (...operands: number[]) => number,
  inputs: readonly Tensor[],
  out: TensorType,
): Tensor {
  const data = allocate(out.dtype, sizeOf(out.shape));
  const [a, b] = inputs;
  if (inputs.length === 1 && a !== undefined) {
    for (let i = 0; i < data.length; i++) data[i] = of(a.data[i] ?? 0);
  } else if (inputs.length === 2 && a !== undefined && b !== undefined) {
    const [placeA, placeB] = [places(a, out.shape), places(b, out.shape)];
    for (let i = 0; i < data.length; i++) data[i] = of(a.data[placeA(i)] ?? 0, b.data[placeB(i)] ?? 0);
  } else {
    const place = inputs.map((input) => places(input, out.shape));
    for (let i = 0; i < data.length; i++) {
      data[i] = of(...inputs.map((input, k) => input.data[place[k]?.(i) ?? 0] ?? 0));
    }
  }
  // In bool, anything but 0 is true: + is "or", * is "and".
  if (out.dtype === "bool") for (let i = 0; i < data.length; i++) data[i] = data[i] === 0 ? 0 : 1;
  return fromData(data, out.shape);
}

/** Where an operand's entry for the i-th entry of the result lies. */
function places(x: Tensor, shape: Shape): (i: number) => number {
  if (x.size === sizeOf(shape)) return (i) => i;
  if (x.size === 1) return () => 0;
  const offsets = broadcastOffsets(x.shape, shape);
  return (i) => offsets[i] ?? 0;
}

/** dtype of a function whose values may be below 0: i32 for truth values. */
export function signedResult(operands: DType): DType {
  return operands === "bool" ? "i32" : operands;
}

/** dtype of a function whose values are no whole numbers: f32 for integers. */
export function floatResult(operands: DType): DType {
  return isFloat(operands) ? operands : "f32";
}

/** Applies an entry-by-entry primitive; bare numbers take the dtype of the other operands, dtypes are promoted. */
export function apply(primitive: Primitive<NoAttributes>, ...operands: readonly Operand[]): Value {
  return bindOne(primitive, operandValues(operands, primitive.name), {});
}

/**
 * The operands as values of one dtype, the promoted one.
 *
 * A bare number takes the dtype of the values beside it (f32 if there are none), unless that would change it: a
 * fraction makes integers f32, a whole number makes truth values i32.
 *
 * @throws SeqError "operand-type" for an operand that is neither
 */
export function operandValues(operands: readonly Operand[], op: string): readonly Value[] {
  for (const [i, x] of operands.entries()) if (typeof x !== "number") checkValue(x, op, i);
  const onlyNumbers = operands.every((x) => typeof x === "number");
  const dtypes = operands.map((x) => (typeof x === "number" ? narrowest(x) : x.dtype));
  const dtype = dtypes.reduce<DType>(promote, onlyNumbers ? "f32" : "bool");
  return operands.map((x) => (typeof x === "number" ? scalar(x, dtype) : cast(x, dtype)));
}

function narrowest(x: number): DType {
  return Number.isInteger(x) && Math.abs(x) < 2 ** 31 ? "i32" : "f32";
}
