/** matmul: matrix products over the last two axes, batches broadcast. */
import { SeqError } from "@seqloom/diagnostic";
import {
  allocate,
  broadcastShapes,
  formatShape,
  fromData,
  promote,
  type Shape,
  sizeOf,
  type TensorType,
} from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import { broadcastOffsets } from "../offsets.ts";
import type { Primitive, Value } from "../value.ts";
import { cast } from "./cast.ts";
import { reshape } from "./reshape.ts";
import { sumTo } from "./sum-broadcast.ts";

/** Which operands are read with their last two axes swapped, so that no transpose is ever copied. */
interface MatmulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly [key: string]: unknown;
}

interface Sizes {
  readonly M: number;
  readonly K: number;
  readonly N: number;
  readonly batch: Shape;
}

function sizes(a: TensorType, b: TensorType, { transposeA, transposeB }: MatmulAttributes): Sizes {
  const [M = 1, K = 1] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
  const [K2 = 1, N = 1] = transposeB ? b.shape.slice(-2).reverse() : b.shape.slice(-2);
  if (K !== K2) {
    const note = (t: boolean) => (t ? " transposed" : "");
    throw new SeqError(
      "shape-mismatch",
      `matmul: ${formatShape(a.shape)}${note(transposeA)} has ${K} columns, ${formatShape(b.shape)}${note(transposeB)} has ${K2} rows`,
      {
        help: "the columns of the left must be the rows of the right",
        details: { op: "matmul", left: a.shape, right: b.shape, transposeA, transposeB },
      },
    );
  }
  return { M, K, N, batch: broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), "matmul") };
}

export const matmulPrimitive: Primitive<MatmulAttributes> = {
  name: "matmul",
  type([a, b], attributes) {
    if (a === undefined || b === undefined) return [];
    const { M, N, batch } = sizes(a, b, attributes);
    return [{ dtype: a.dtype, shape: [...batch, M, N] }];
  },
  run([a, b], attributes, [out]) {
    if (a === undefined || b === undefined || out === undefined) return [];
    const { M, K, N, batch } = sizes(a, b, attributes);
    const data = allocate(out.dtype, sizeOf(out.shape));
    const [rowA, colA] = attributes.transposeA ? [1, M] : [K, 1];
    const [rowB, colB] = attributes.transposeB ? [1, K] : [N, 1];
    const startA = broadcastOffsets(a.shape.slice(0, -2), batch);
    const startB = broadcastOffsets(b.shape.slice(0, -2), batch);
    // Each entry is added up in double precision over k ascending.
    const row = new Float64Array(N);
    for (let s = 0; s < startA.length; s++) {
      const fromA = (startA[s] ?? 0) * M * K;
      const fromB = (startB[s] ?? 0) * K * N;
      for (let m = 0; m < M; m++) {
        row.fill(0);
        for (let k = 0; k < K; k++) {
          const left = a.data[fromA + m * rowA + k * colA] ?? 0;
          for (let n = 0; n < N; n++)
            row[n] = (row[n] ?? 0) + left * (b.data[fromB + k * rowB + n * colB] ?? 0);
        }
        data.set(row, (s * M + m) * N);
      }
    }
    return [fromData(data, out.shape)];
  },
  gradient({ inputs: [a, b], attributes: { transposeA: ta, transposeB: tb }, cotangents: [g], needed }) {
    if (a === undefined || b === undefined || g === undefined) return [];
    // C = A B: dA = dC B^T, dB = A^T dC; with A read transposed, dA comes out transposed, and so on.
    const dA = () => (ta ? product(b, g, tb, true) : product(g, b, false, !tb));
    const dB = () => (tb ? product(g, a, true, ta) : product(a, g, !ta, false));
    return [needed[0] ? sumTo(dA(), a.shape) : undefined, needed[1] ? sumTo(dB(), b.shape) : undefined];
  },
};

function product(a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  return bindOne(matmulPrimitive, [a, b], { transposeA, transposeB });
}

export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * The matrix product.
 *
 * @param a  [..., M, K], or [K] for a row vector
 * @param b  [..., K, N], or [K] for a column vector; leading axes broadcast
 * @returns  [..., M, N] without the axes that vectors lack; i32 for truth values
 * @throws SeqError "shape-mismatch" naming both shapes
 */
export function matmul(a: Value, b: Value, options: MatmulOptions = {}): Value {
  const { transposeA = false, transposeB = false } = options;
  const wider = promote(a.dtype, b.dtype);
  const dtype = wider === "bool" ? "i32" : wider; // a sum of truth values is their count
  if (a.shape.length === 0 || b.shape.length === 0) {
    throw new SeqError(
      "shape-mismatch",
      `matmul: ${formatShape(a.shape)} and ${formatShape(b.shape)}: a scalar has no columns`,
      {
        help: "use mul to multiply by a number",
        details: { op: "matmul", left: a.shape, right: b.shape },
      },
    );
  }
  const left = a.shape.length === 1 ? reshape(a, [1, a.shape[0] ?? 0]) : a;
  const right = b.shape.length === 1 ? reshape(b, [b.shape[0] ?? 0, 1]) : b;
  const full = product(
    cast(left, dtype),
    cast(right, dtype),
    transposeA && a.shape.length > 1,
    transposeB && b.shape.length > 1,
  );
  const shape = full.shape.filter(
    (_, axis) =>
      !(a.shape.length === 1 && axis === full.shape.length - 2) &&
      !(b.shape.length === 1 && axis === full.shape.length - 1),
  );
  return reshape(full, shape);
}
