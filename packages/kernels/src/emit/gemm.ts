/**
 * A matrix product of the plan as calls of the kernels: which operand plays left and right, what is packed.
 *
 * C needs its columns in sequence; where its rows are, C^T = B^T A^T is computed instead. A product with few rows
 * whose right operand lies along k is a row of dot products.
 */
import { type BlockedArguments, blockedInOrder, blockedProduct, scratchBytes } from "../gemm/blocked.ts";
import { dotRows } from "../gemm/dot-rows.ts";
import type { KernelContext } from "../gemm/kernel-context.ts";
import { inOrder, multiply } from "../gemm/multiply.ts";
import { packAcross, packAlong } from "../gemm/pack.ts";
import type { Gemm, View } from "../plan/plan.ts";
import type { VectorCode } from "../simd/vector-code.ts";
import type { I32, Integer, Local } from "../wasm/expression.ts";
import { call } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";
import { type Addresses, wordBytes } from "./addresses.ts";
import { emitLoop } from "./loop.ts";
import { type Axis, axesOf, joinAxes } from "./nest.ts";

/** A matrix as the kernels see it; strides in bytes. */
interface Matrix {
  readonly view: View;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** A product with its operands in their roles: c = left right, with c's columns in sequence. */
export interface Product {
  readonly left: Matrix;
  readonly right: Matrix;
  readonly c: Matrix;
  readonly start: Matrix | undefined;
  readonly batch: readonly Axis[];
}

/** Memory for what products pack. Nothing in the shared part lives longer than one product. */
export interface Scratch {
  /** The shared part, made at least so large. */
  shared(bytes: number): number;
  /** A part of its own. */
  own(bytes: number): number;
}

/** Up to so many rows it does not pay to copy the right operand first. */
const fewRows = 12;
const fewColumns = 16;
const fewDots = 3;
const kBlock = 512;

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

/** The operands in their roles. */
export function productOf(gemm: Gemm): Product {
  const [left, right, c] = [matrixOf(gemm.a), matrixOf(gemm.b), matrixOf(gemm.c)];
  const lead = gemm.c.shape.length - 2;
  const mustTurn = !inSequence(c.columnStride, c.columns);
  // A column or two: as rows they fill whole vectors.
  const mayTurn = inSequence(c.rowStride, c.rows) && c.columns < 4 && c.rows > c.columns;
  const turn = mustTurn || mayTurn;
  const start = gemm.start && matrixOf(gemm.start);
  const roles = turn
    ? {
        left: transposed(right),
        right: transposed(left),
        c: transposed(c),
        start: start && transposed(start),
      }
    : { left, right, c, start };
  const views = [roles.left, roles.right, roles.c, roles.start ?? roles.c];
  const strides = views.map(({ view }) => view.strides.slice(0, lead));
  return { ...roles, batch: joinAxes(axesOf(gemm.c.shape.slice(0, lead), strides)) };
}

/** Whether a column of the right operand lies in sequence, not a row. */
const isAlong = ({ columnStride, columns }: Matrix): boolean => !inSequence(columnStride, columns);

/** Whether the left operand is read row by row. */
const isRows = ({ columnStride, columns }: Matrix): boolean => inSequence(columnStride, columns);

/** Bytes of the right operand, packed as a whole. */
const packedBytes = ({ rows, columns }: Matrix): number => 32 * rows * Math.ceil(columns / 8);

/** Packs the right operand of a product that is used many times. */
export function emitPack(
  context: KernelContext,
  addresses: Addresses,
  right: Matrix,
  scratch: Scratch,
): number {
  const address = scratch.own(packedBytes(right));
  const pack = isAlong(right) ? packAlong(context, 8) : packAcross(context, 8);
  const stride = isAlong(right) ? right.columnStride : right.rowStride;
  addresses.f.do(
    call(pack, addresses.at(right.view), stride, right.rows, right.columns, address, 32 * right.rows),
  );
  return address;
}

/**
 * Writes the product into the function that `code` and `addresses` belong to.
 *
 * @param packed  address of the right operand, where it was packed before
 */
export function emitGemm(
  context: KernelContext,
  code: VectorCode,
  addresses: Addresses,
  given: Product,
  scratch: Scratch,
  packed?: number,
): void {
  const { f } = addresses;
  const product = withStartInRows(code, addresses, given);
  const { left, right, c, start } = product;
  const overBatch = (axes: readonly Axis[], at: readonly I32[]): void => {
    const [axis, ...inner] = axes;
    if (axis === undefined) {
      const [a = i32.const(0), b = i32.const(0), target = i32.const(0), from = i32.const(0)] = at;
      emitOne(context, addresses, product, scratch, { a, b, c: target, from, packed });
      return;
    }
    const moving = at.map((pointer) => (pointer.constant === 0 ? pointer : f.keep(pointer)));
    f.repeat(axis.size, () => {
      overBatch(inner, moving);
      moving.forEach((pointer, i) => {
        if (isLocal(pointer)) f.increase(pointer, wordBytes * (axis.strides[i] ?? 0));
      });
    });
  };
  const at = [left, right, c].map(({ view }) => addresses.at(view));
  overBatch(product.batch, [...at, start === undefined ? i32.const(0) : addresses.at(start.view)]);
}

const isLocal = (value: I32): value is Local<"i32"> => "index" in value;

/** A start whose rows do not lie in sequence is laid into C first. */
function withStartInRows(code: VectorCode, addresses: Addresses, product: Product): Product {
  const { start, c } = product;
  if (start === undefined || inSequence(start.columnStride, start.columns)) return product;
  const { shape } = c.view;
  const stores = [{ view: c.view, from: 0 }];
  emitLoop(code, addresses, {
    kind: "loop",
    shape,
    loads: [start.view],
    numbers: [],
    operations: [],
    stores,
  });
  return { ...product, start: c };
}

interface Operands {
  readonly a: I32;
  readonly b: I32;
  readonly c: I32;
  /** Where the sums start; the constant 0 for nowhere. */
  readonly from: I32;
  readonly packed: number | undefined;
}

function emitOne(
  context: KernelContext,
  addresses: Addresses,
  product: Product,
  scratch: Scratch,
  at: Operands,
): void {
  const { left, right, c } = product;
  if (at.packed !== undefined) return emitPacked(context, addresses, product, at, at.packed);
  if (isAlong(right) && left.rows <= fewDots && isRows(left))
    return emitDots(context, addresses, product, at);
  // Where each number is read once, or a few times, copying it first does not pay.
  if (!isAlong(right) && (left.rows <= fewRows || (right.columns <= fewColumns && right.rows <= kBlock)))
    return emitTiles(context, addresses, product, at, at.b, 32, right.rowStride);
  const kind = isRows(left) ? "rows" : "across";
  const args: BlockedArguments = {
    a: at.a,
    aStride: kind === "rows" ? left.rowStride : left.columnStride,
    b: at.b,
    bStride: isAlong(right) ? right.columnStride : right.rowStride,
    c: at.c,
    cStride: c.rowStride,
    from: at.from,
    fromStride: product.start?.rowStride ?? 0,
    m: c.rows,
    n: c.columns,
    k: left.columns,
    scratch: scratch.shared(scratchBytes(kind)),
  };
  const run = blockedProduct(context, kind, isAlong(right) ? "along" : "across");
  addresses.f.do(call(run, ...blockedInOrder(args)));
}

/** The right operand packed as a whole, k in blocks so that a panel stays in the L1 cache. */
function emitPacked(
  context: KernelContext,
  addresses: Addresses,
  product: Product,
  at: Operands,
  packed: number,
): void {
  emitTiles(context, addresses, product, at, i32.const(packed), 32 * product.right.rows, 32);
}

function emitTiles(
  context: KernelContext,
  { f }: Addresses,
  { left, c, start }: Product,
  at: Operands,
  b: I32,
  panelStride: number,
  bStep: number,
): void {
  const kind = isRows(left) ? "rows" : "across";
  for (let k = 0; k < left.columns; k += kBlock) {
    const args = inOrder<Integer>({
      a: i32.add(at.a, k * (kind === "rows" ? wordBytes : left.columnStride)),
      aStride: kind === "rows" ? left.rowStride : left.columnStride,
      aBlock: 16,
      b: i32.add(b, k * bStep),
      panelStride,
      bStep,
      c: at.c,
      cStride: c.rowStride,
      from: k === 0 ? at.from : at.c,
      fromStride: k === 0 ? (start?.rowStride ?? 0) : c.rowStride,
      m: c.rows,
      n: c.columns,
      k: Math.min(kBlock, left.columns - k),
    });
    f.do(call(multiply(context, kind, k === 0 && start === undefined ? "zero" : "from"), ...args));
  }
}

function emitDots(
  context: KernelContext,
  { f }: Addresses,
  { left, right, c, start }: Product,
  at: Operands,
): void {
  for (let row = 0; row < c.rows; row++) {
    const from = start === undefined ? 0 : i32.add(at.from, row * start.rowStride);
    const a = i32.add(at.a, row * left.rowStride);
    const target = i32.add(at.c, row * c.rowStride);
    f.do(call(dotRows(context), a, at.b, right.columnStride, target, from, c.columns, right.rows));
  }
}
