/**
 * The matrices of a product as the kernels see them, and the roles they play.
 *
 * C needs its columns in sequence; where its rows are, C^T = B^T A^T is computed instead.
 */
import type { Gemm, GemmTerm, View } from "../plan/plan.ts";
import { wordBytes } from "./addresses.ts";
import { type Axis, axesOf, joinAxes } from "./nest.ts";

/** A matrix; strides in bytes. */
export interface Matrix {
  readonly view: View;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** One product of the sum. */
export interface Term {
  readonly of: GemmTerm;
  readonly left: Matrix;
  readonly right: Matrix;
}

/** c = start + the sum of left right, with c's columns in sequence. */
export interface Product {
  readonly terms: readonly Term[];
  readonly c: Matrix;
  readonly start: Matrix | undefined;
  /** Axes of a batch; strides of left, right of each term, then of c and start. */
  readonly batch: readonly Axis[];
}

function matrixOf(view: View): Matrix {
  const [rows = 1, columns = 1] = view.shape.slice(-2);
  const [rowStride = 0, columnStride = 0] = view.strides.slice(-2);
  return { view, rows, columns, rowStride: wordBytes * rowStride, columnStride: wordBytes * columnStride };
}

function transposed({ view, rows, columns, rowStride, columnStride }: Matrix): Matrix {
  return { view, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride };
}

/** Entries side by side; along an axis of one entry any stride will do. */
const inSequence = (stride: number, size: number): boolean => stride === wordBytes || size === 1;

/** Whether the entries of a row lie in sequence. */
export const isInRows = ({ columnStride, columns }: Matrix): boolean => inSequence(columnStride, columns);

/** The operands in their roles. */
export function productOf(gemm: Gemm): Product {
  const c = matrixOf(gemm.c);
  const mustTurn = !isInRows(c);
  // A column or two: as rows they fill whole vectors.
  const mayTurn = inSequence(c.rowStride, c.rows) && c.columns < 4 && c.rows > c.columns;
  const as = mustTurn || mayTurn ? transposed : (m: Matrix) => m;
  const terms = gemm.terms.map((of): Term => {
    const [a, b] = [as(matrixOf(of.a)), as(matrixOf(of.b))];
    return as === transposed ? { of, left: b, right: a } : { of, left: a, right: b };
  });
  const start = gemm.start && as(matrixOf(gemm.start));
  const lead = gemm.c.shape.length - 2;
  const views = [
    ...terms.flatMap(({ left, right }) => [left.view, right.view]),
    gemm.c,
    gemm.start ?? gemm.c,
  ];
  const strides = views.map((view) => view.strides.slice(0, lead));
  return { terms, c: as(c), start, batch: joinAxes(axesOf(gemm.c.shape.slice(0, lead), strides)) };
}
