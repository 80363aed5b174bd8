/** Derivatives of functions with more than one output, and second derivatives. */
import { SeqError } from "@seqloom/diagnostic";
import {
  add,
  concat,
  isDifferentiable,
  leafPaths,
  leaves,
  mul,
  reshape,
  sum,
  type Tree,
  type Value,
} from "@seqloom/ops";
import {
  allocate,
  formatType,
  fromData,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorType,
  zeros,
} from "@seqloom/tensor";
import { grad } from "./grad.ts";
import { vjp } from "./tape.ts";

/**
 * All partial derivatives of a function of one value, row by row through its pullback.
 *
 * @param f  from a float value x of any shape to a float value y
 * @returns  from x to its derivatives, [...shape of y, ...shape of x], in the dtype of x
 * @throws SeqError "not-differentiable" unless both are floats
 * @example jacobian((x) => mul(x, x))(tensor([1, 2]));   // [[2, 0], [0, 4]]
 */
export function jacobian(f: (x: Value) => Value): (x: Value) => Value {
  return (x) => {
    const { outputs, pullback } = vjp((v) => [f(v)], [x]);
    const [y] = outputs;
    if (y === undefined || !isDifferentiable(y) || !isDifferentiable(x)) {
      throw new SeqError(
        "not-differentiable",
        `jacobian needs a function from floats to floats, this one goes from ${formatType(x)} to ${y ? formatType(y) : "nothing"}`,
        {
          help: "cast to f32: integers and truth values have no derivatives",
          details: { x: typeOf(x), y: y && typeOf(y) },
        },
      );
    }
    const rows = Array.from({ length: sizeOf(y.shape) }, (_, i) =>
      reshape(pullback([oneAt(i, y)])[0] ?? zeros(x.shape, x.dtype), [1, ...x.shape]),
    );
    const shape = [...y.shape, ...x.shape];
    return rows.length === 0 ? zeros(shape, x.dtype) : reshape(concat(rows), shape);
  };
}

function typeOf({ dtype, shape }: TensorType): TensorType {
  return { dtype, shape };
}

function oneAt(
  i: number,
  { dtype, shape }: { readonly dtype: Value["dtype"]; readonly shape: Shape },
): Tensor {
  const data = allocate(dtype, sizeOf(shape));
  data[i] = 1;
  return fromData(data, shape);
}

/**
 * The product of the second derivatives of a loss with a direction, without making the matrix: the gradient of
 * the directional derivative (Pearlmutter 1994).
 *
 * @param f          from a tree of floats to a loss of one element
 * @returns          a function of the point and a direction of the same form, giving a tree of that form
 * @throws SeqError "direction-form" if the direction is not of the form of the point; as `grad`
 */
export function hessianVectorProduct<P extends Tree>(
  f: (params: P) => Value,
): (params: P, direction: P) => P {
  return (params, direction) => {
    checkDirection(params, direction);
    const along = leaves(direction);
    return grad((p: P) =>
      leaves(grad(f)(p))
        .map((slope, i) => sum(mul(slope, along[i] ?? 0)))
        .reduce((a, b) => add(a, b)),
    )(params);
  };
}

/** A direction of another shape would broadcast, and give the product with another direction. */
function checkDirection(params: Tree, direction: Tree): void {
  const [want, got] = [params, direction].map(formOf);
  if (want !== undefined && want !== "" && want === got) return;
  throw new SeqError(
    "direction-form",
    `hessianVectorProduct: the point is ${want || "empty"}, the direction ${got || "empty"}`,
    {
      help: "give a direction with a value of the same path and shape for each parameter",
      details: { point: want, direction: got },
    },
  );
}

function formOf(tree: Tree): string {
  const paths = leafPaths(tree);
  return leaves(tree)
    .map((value, i) => [paths[i], formatType(value)].filter(Boolean).join(" "))
    .join(", ");
}
