/** Entry-by-entry primitives: one definition gives shape rule, plain device and gradient with broadcasting undone. */
import {
  allocate,
  broadcastShapes,
  type DType,
  fromData,
  promote,
  type Shape,
  sizeOf,
  Tensor,
  type TensorType,
} from "@seqloom/tensor";
import { broadcastOffsets } from "./offsets.ts";
import { bindOne, type GradientContext, type Primitive } from "./primitive.ts";
import { cast } from "./primitives/cast.ts";
import { sumTo } from "./primitives/sum-broadcast.ts";
import { type Operand, Traced, type Value } from "./value.ts";

type NoAttributes = Readonly<Record<string, never>>;

interface PointwiseDefinition {
  readonly name: string;
  /** The meaning on numbers, computed in double precision and rounded to the dtype when stored. */
  readonly of: (...operands: number[]) => number;
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
  const { name, of, result, gradient } = definition;
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
      return out === undefined ? [] : [runPointwise(of, inputs, out)];
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
  } else if (
    inputs.length === 2 &&
    a !== undefined &&
    b !== undefined &&
    a.size === data.length &&
    b.size === data.length
  ) {
    for (let i = 0; i < data.length; i++) data[i] = of(a.data[i] ?? 0, b.data[i] ?? 0);
  } else {
    const offsets = inputs.map((input) => broadcastOffsets(input.shape, out.shape));
    const operands = new Array<number>(inputs.length);
    for (let i = 0; i < data.length; i++) {
      for (let k = 0; k < inputs.length; k++) operands[k] = inputs[k]?.data[offsets[k]?.[i] ?? 0] ?? 0;
      data[i] = of(...operands);
    }
  }
  return fromData(data, out.shape);
}

/** Applies an entry-by-entry primitive; bare numbers take the dtype of the other operands, dtypes are promoted. */
export function apply(primitive: Primitive<NoAttributes>, ...operands: readonly Operand[]): Value {
  const given = operands.filter((x): x is Value => x instanceof Tensor || x instanceof Traced);
  const dtype =
    given.reduce<DType | undefined>((d, x) => (d === undefined ? x.dtype : promote(d, x.dtype)), undefined) ??
    "f32";
  return bindOne(
    primitive,
    operands.map((x) => (typeof x === "number" ? constant(x, dtype) : cast(x, dtype))),
    {},
  );
}

/** A scalar of the dtype; an integer dtype gives way to f32 for a number with a fraction. */
function constant(x: number, dtype: DType): Tensor {
  const data = allocate(dtype, 1);
  data[0] = x;
  return fromData(data, []);
}
