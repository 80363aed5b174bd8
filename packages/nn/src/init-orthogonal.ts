/**
 * Random orthogonal matrices, evenly distributed (Haar measure).
 *
 * The Q of the QR decomposition of a normal matrix is a product of Householder reflections whose vectors are again
 * normal and independent, so they are drawn directly: Stewart 1980, https://doi.org/10.1137/0717034. The signs that
 * make it even: Mezzadri 2007, https://arxiv.org/abs/math-ph/0609050. As a start of recurrent weights: Saxe,
 * McClelland & Ganguli 2013, https://arxiv.org/abs/1312.6120.
 */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, fold, formatShape, fromData, normal, type Rng } from "@seqloom/tensor";
import type { Initialiser } from "./module.ts";

/**
 * A weight, seen as a matrix [rows, the rest], whose rows or columns (whichever are fewer) are orthogonal and as long
 * as the gain.
 *
 * 1024 x 1024 takes about a third of a second: (4 / 3) n^3 operations in double precision.
 *
 * @throws SeqError "init-shape" for fewer than two axes
 */
export function orthogonalStart(gain = 1): Initialiser {
  return (rng, shape, dtype) => {
    const [rows, ...rest] = shape;
    if (rows === undefined || rest.length === 0) {
      throw new SeqError("init-shape", `orthogonalStart: ${formatShape(shape)} is no matrix`, {
        help: "use it for weights with two axes or more",
        details: { shape },
      });
    }
    const columns = rest.reduce((size, n) => size * n, 1);
    const isTall = rows >= columns;
    const q = isTall ? orthogonalColumns(rng, rows, columns) : orthogonalColumns(rng, columns, rows);
    const data = allocate(dtype, rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        data[i * columns + j] = gain * (q[isTall ? i * columns + j : j * rows + i] ?? 0);
      }
    }
    return fromData(data, shape);
  };
}

/** I - v v', a reflection; entry i of v is 0 for i < start. */
interface Reflection {
  readonly v: Float64Array;
  /** The sign of the column that this reflection makes, 1 or -1. */
  readonly sign: number;
}

/** Reflections applied in one sweep over the matrix; four keep all their numbers in registers. */
const together = 4;

/** Q [m + 1, n], row-major, m >= n: the last row is zeros, and so is the last entry of every reflection. */
function orthogonalColumns(rng: Rng, m: number, n: number): Float64Array {
  const reflections = Array.from({ length: n }, (_, k) => drawReflection(fold(rng, k), m, k));
  const q = new Float64Array((m + 1) * n);
  reflections.forEach(({ sign }, k) => {
    q[k * n + k] = sign;
  });
  // From the last to the first: before reflection k, rows and columns below k are still those of the unit matrix.
  for (let start = (Math.ceil(n / together) - 1) * together; start >= 0; start -= together) {
    const none = new Float64Array(m + 1);
    const v = [0, 1, 2, 3].map((i) => reflections[start + i]?.v ?? none);
    applyFour(q, n, start, v);
  }
  return q;
}

/** The Householder vector of a normal vector of m - k entries, of length sqrt(2). */
function drawReflection(key: Rng, m: number, k: number): Reflection {
  const v = new Float64Array(m + 1);
  v.set(normal(key, [m - k], "f64").data, k);
  const first = v[k] ?? 0;
  const sign = first < 0 ? -1 : 1;
  const length = Math.sqrt(dot(v, v));
  v[k] = first + sign * length;
  const scale = 1 / Math.sqrt(length * (length + Math.abs(first)));
  for (let i = k; i < m; i++) v[i] = (v[i] ?? 0) * scale;
  return { v, sign: -sign };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/**
 * q := (I - v0 v0') (I - v1 v1') (I - v2 v2') (I - v3 v3') q on rows and columns from `start`.
 *
 * With w_k = v_k' q first of all, the factors are c_k = w_k - sum over l > k of (v_k' v_l) c_l, and the product is
 * q - sum of v_k c_k: two sweeps over q for four reflections.
 */
function applyFour(q: Float64Array, n: number, start: number, v: readonly Float64Array[]): void {
  const [v0, v1, v2, v3] = v;
  if (v0 === undefined || v1 === undefined || v2 === undefined || v3 === undefined) return;
  const c0 = new Float64Array(n);
  const c1 = new Float64Array(n);
  const c2 = new Float64Array(n);
  const c3 = new Float64Array(n);
  // Two rows at a time: half the traffic of c. The odd one out meets the row of zeros at the end.
  for (let i = start; i < v0.length - 1; i += 2) {
    const [a0 = 0, a1 = 0, a2 = 0, a3 = 0] = [v0[i], v1[i], v2[i], v3[i]];
    const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = [v0[i + 1], v1[i + 1], v2[i + 1], v3[i + 1]];
    for (let j = start, at = i * n + start; j < n; j++, at++) {
      const x = q[at] ?? 0;
      const y = q[at + n] ?? 0;
      c0[j] = (c0[j] ?? 0) + a0 * x + b0 * y;
      c1[j] = (c1[j] ?? 0) + a1 * x + b1 * y;
      c2[j] = (c2[j] ?? 0) + a2 * x + b2 * y;
      c3[j] = (c3[j] ?? 0) + a3 * x + b3 * y;
    }
  }
  const [d01, d02, d03] = [dot(v0, v1), dot(v0, v2), dot(v0, v3)];
  const [d12, d13, d23] = [dot(v1, v2), dot(v1, v3), dot(v2, v3)];
  for (let j = start; j < n; j++) {
    const x3 = c3[j] ?? 0;
    const x2 = (c2[j] ?? 0) - d23 * x3;
    const x1 = (c1[j] ?? 0) - d12 * x2 - d13 * x3;
    c0[j] = (c0[j] ?? 0) - d01 * x1 - d02 * x2 - d03 * x3;
    c1[j] = x1;
    c2[j] = x2;
  }
  for (let i = start; i < v0.length - 1; i += 2) {
    const [a0 = 0, a1 = 0, a2 = 0, a3 = 0] = [v0[i], v1[i], v2[i], v3[i]];
    const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = [v0[i + 1], v1[i + 1], v2[i + 1], v3[i + 1]];
    for (let j = start, at = i * n + start; j < n; j++, at++) {
      const x0 = c0[j] ?? 0;
      const x1 = c1[j] ?? 0;
      const x2 = c2[j] ?? 0;
      const x3 = c3[j] ?? 0;
      q[at] = (q[at] ?? 0) - a0 * x0 - a1 * x1 - a2 * x2 - a3 * x3;
      q[at + n] = (q[at + n] ?? 0) - b0 * x0 - b1 * x1 - b2 * x2 - b3 * x3;
    }
  }
}
