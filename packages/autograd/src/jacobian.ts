/** Derivatives of functions with more than one output, and second derivatives. */
import { SeqError } from "@seqloom/diagnostic";
import {
  add,
  concat,
  isDifferentiable,
  leaves,
  mul,
  reshape,
  sum,
  type Tree,
  type Value,
} from "@seqloom/ops";
import { eye, formatType, fromData, type Shape, sizeOf, type Tensor } from "@seqloom/tensor";
import { grad } from "./grad.ts";
import { vjp } from "./tape.ts";

/**
 * All partial derivatives of a function of one value, row by row through its pullback.
 *
 * @param f  from x to a float value y
 * @param x  any shape
 * @returns  [...shape of y, ...shape of x]
 * @example jacobian((x) => mul(x, x))(tensor([1, 2]));   // [[2, 0], [0, 4]]
 */
export function jacobian(f: (x: Value) => Value): (x: Value) => Value {
  return (x) => {
    const { outputs, pullback } = vjp((v) => [f(v)], [x]);
    const [y] = outputs;
    if (y === undefined || !isDifferentiable(y)) {
      throw new SeqError(
        "not-differentiable",
        `jacobian needs a function that gives floats, it gave ${y ? formatType(y) : "nothing"}`,
      );
    }
    const rows = Array.from(
      { length: sizeOf(y.shape) },
      (_, i) => pullback([oneAt(i, y.shape, y.dtype)])[0] ?? mul(x, 0),
    );
    const shape = [...y.shape, ...x.shape];
    return rows.length === 0
      ? fromData(new Float32Array(0), shape)
      : reshape(
          concat(
            rows.map((row) => reshape(row, [1, ...x.shape])),
            0,
          ),
          shape,
        );
  };
}

function oneAt(i: number, shape: Shape, dtype: Value["dtype"]): Tensor {
  const n = sizeOf(shape);
  const unit = eye(n, n, dtype).data.slice(i * n, (i + 1) * n);
  return fromData(unit, shape);
}

/**
 * The product of the second derivatives of a loss with a direction, without making the matrix: the gradient of
 * the directional derivative (Pearlmutter 1994).
 *
 * @param f          from a tree of floats to a loss of one element
 * @returns          a function of the point and a direction of the same form, giving a tree of that form
 */
export function hessianVectorProduct<P extends Tree>(
  f: (params: P) => Value,
): (params: P, direction: P) => P {
  return (params, direction) =>
    grad((p: P) => {
      const slopes = leaves(grad(f)(p));
      const terms = leaves(direction).map((d, i) => sum(mul(slopes[i] ?? 0, d)));
      return terms.reduce((a, b) => add(a, b));
    })(params);
}
