/**
 * A sum of matrix products as calls of the kernels: what is packed, what is read as it lies, what is done at once.
 *
 * A product with few rows whose right operand lies along k is a row of dot products. Products whose right operands
 * are packed beforehand, or need no packing, go two at a time through the same tiles.
 */
import { blockedInOrder, blockedProduct, scratchBytes } from "../gemm/blocked.ts";
import { dotRows } from "../gemm/dot-rows.ts";
import type { KernelContext } from "../gemm/kernel-context.ts";
import { edgesOf, type Form, multiply } from "../gemm/multiply.ts";
import { packAcross, packAlong } from "../gemm/pack.ts";
import { inOrder, type LeftKind, type TermArguments } from "../gemm/product-arguments.ts";
import type { GemmTerm } from "../plan/plan.ts";
import type { VectorCode } from "../simd/vector-code.ts";
import type { I32, Integer, Local } from "../wasm/expression.ts";
import { call } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";
import { type Addresses, wordBytes } from "./addresses.ts";
import { emitLoop } from "./loop.ts";
import { isInRows, type Matrix, type Product, type Term } from "./matrices.ts";
import type { Axis } from "./nest.ts";

/** Memory for what products pack. Nothing in the shared part lives longer than one product. */
export interface Scratch {
  /** The shared part, made at least so large. */
  shared(bytes: number): number;
  /** A part of its own. */
  own(bytes: number): number;
}

/** Addresses of right operands that were packed before. */
export type Packed = ReadonlyMap<GemmTerm, number>;

/** With so few rows or columns each number of the right operand is used too rarely to copy it first. */
const fewRows = 12;
const fewColumns = 16;
const fewDots = 3;
/** A packed panel of 512 x 8 is 16 KB: half of a small L1 cache. */
const kBlock = 512;

/** Whether a column of the right operand lies in sequence, not a row. */
const isAlong = (right: Matrix): boolean => !isInRows(right);

const leftKind = (left: Matrix): LeftKind => (isInRows(left) ? "rows" : "across");

/** Packs the right operand of a product that is used many times; gives its address. */
export function emitPack(
  context: KernelContext,
  addresses: Addresses,
  right: Matrix,
  scratch: Scratch,
): number {
  const address = scratch.own(32 * right.rows * Math.ceil(right.columns / 8));
  const pack = isAlong(right) ? packAlong(context, 8) : packAcross(context, 8);
  const stride = isAlong(right) ? right.columnStride : right.rowStride;
  const from = addresses.at(right.view);
  addresses.f.do(call(pack, from, stride, right.rows, right.columns, address, 32 * right.rows));
  return address;
}

/** Writes the sum of products into the function that `code` and `addresses` belong to. */
export function emitGemm(
  context: KernelContext,
  code: VectorCode,
  addresses: Addresses,
  given: Product,
  scratch: Scratch,
  packed: Packed,
): void {
  const { f } = addresses;
  const product = withStartInRows(code, addresses, given);
  const { terms, c, start } = product;
  const overBatch = (axes: readonly Axis[], at: readonly I32[]): void => {
    const [axis, ...inner] = axes;
    if (axis === undefined) {
      const places = terms.map((term, i) => placed(term, at[2 * i], at[2 * i + 1], packed));
      const [target = i32.const(0), from = i32.const(0)] = at.slice(2 * terms.length);
      new SumEmitter(context, addresses, c, target, scratch).emit(places, { at: from, matrix: start });
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
  const operands = terms.flatMap(({ left, right }) => [left, right]);
  const at = [...operands, c].map(({ view }) => addresses.at(view));
  overBatch(product.batch, [...at, start === undefined ? i32.const(0) : addresses.at(start.view)]);
}

const isLocal = (value: I32): value is Local<"i32"> => "index" in value;

/** A start whose rows do not lie in sequence is laid into C first. */
function withStartInRows(code: VectorCode, addresses: Addresses, product: Product): Product {
  const { start, c } = product;
  if (start === undefined || isInRows(start)) return product;
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

/** A product of the sum with the addresses of its operands. */
interface Placed extends Term {
  readonly a: I32;
  readonly b: I32;
  readonly packed: number | undefined;
}

function placed(term: Term, a: I32 | undefined, b: I32 | undefined, packed: Packed): Placed {
  return { ...term, a: a ?? i32.const(0), b: b ?? i32.const(0), packed: packed.get(term.of) };
}

/** Where sums start: at a matrix, or nowhere. */
interface Start {
  readonly at: I32;
  readonly matrix: Matrix | undefined;
}

class SumEmitter {
  private readonly context: KernelContext;
  private readonly addresses: Addresses;
  private readonly c: Matrix;
  private readonly target: I32;
  private readonly scratch: Scratch;

  constructor(context: KernelContext, addresses: Addresses, c: Matrix, target: I32, scratch: Scratch) {
    this.context = context;
    this.addresses = addresses;
    this.c = c;
    this.target = target;
    this.scratch = scratch;
  }

  /** One product after the other; each goes on from what the ones before left in C. */
  emit(terms: readonly Placed[], start: Start): void {
    const soFar: Start = { at: this.target, matrix: this.c };
    let from = start;
    let pending: TermArguments[] = [];
    const flush = () => {
      for (let i = 0; i < pending.length; i += 2) {
        this.tiles("rows", pending.slice(i, i + 2), from);
        from = soFar;
      }
      pending = [];
    };
    for (const term of terms) {
      const pieces = this.pieces(term);
      if (pieces !== undefined && leftKind(term.left) === "rows") {
        pending.push(...pieces);
        continue;
      }
      flush();
      if (pieces === undefined) this.whole(term, from);
      else {
        for (const [i, piece] of pieces.entries()) this.tiles("across", [piece], i === 0 ? from : soFar);
      }
      from = soFar;
    }
    flush();
  }

  /** The product in stretches of k for tiles, if its right operand is packed or may be read as it lies. */
  private pieces({ left, right, a, b, packed }: Placed): TermArguments[] | undefined {
    const isCheap = left.rows <= fewRows || (right.columns <= fewColumns && right.rows <= kBlock);
    if (packed === undefined && (isAlong(right) || !isCheap)) return undefined;
    const bStep = packed === undefined ? right.rowStride : 32;
    const aStride = isInRows(left) ? left.rowStride : left.columnStride;
    const count = Math.ceil(right.rows / kBlock);
    return Array.from({ length: count }, (_, i) => {
      const k = i * kBlock;
      return {
        a: i32.add(a, k * (isInRows(left) ? wordBytes : left.columnStride)),
        aStride,
        aBlock: 16,
        b: i32.add(packed === undefined ? b : i32.const(packed), k * bStep),
        panelStride: packed === undefined ? 32 : 32 * right.rows,
        bStep,
        k: Math.min(kBlock, right.rows - k),
      };
    });
  }

  private tiles(kind: LeftKind, terms: readonly TermArguments[], start: Start): void {
    const { c } = this;
    const args = inOrder<Integer>({
      terms,
      c: this.target,
      cStride: c.rowStride,
      from: start.at,
      fromStride: start.matrix?.rowStride ?? 0,
      m: c.rows,
      n: c.columns,
    });
    const from = start.matrix === undefined ? "zero" : "from";
    const form: Form = { left: kind, start: from, edges: edgesOf(c.rows, c.columns), terms: terms.length };
    this.addresses.f.do(call(multiply(this.context, form), ...args));
  }

  private whole(term: Placed, start: Start): void {
    const { left, right } = term;
    if (isAlong(right) && left.rows <= fewDots && isInRows(left)) this.dots(term, start);
    else this.blocked(term, start);
  }

  private dots({ left, right, a, b }: Placed, start: Start): void {
    const { c } = this;
    for (let row = 0; row < c.rows; row++) {
      const from = start.matrix === undefined ? 0 : i32.add(start.at, row * start.matrix.rowStride);
      const target = i32.add(this.target, row * c.rowStride);
      const factors = i32.add(a, row * left.rowStride);
      const dots = dotRows(this.context);
      this.addresses.f.do(call(dots, factors, b, right.columnStride, target, from, c.columns, right.rows));
    }
  }

  private blocked({ left, right, a, b }: Placed, start: Start): void {
    const kind = leftKind(left);
    const args = blockedInOrder({
      a,
      aStride: kind === "rows" ? left.rowStride : left.columnStride,
      b,
      bStride: isAlong(right) ? right.columnStride : right.rowStride,
      c: this.target,
      cStride: this.c.rowStride,
      from: start.matrix === undefined ? 0 : start.at,
      fromStride: start.matrix?.rowStride ?? 0,
      m: this.c.rows,
      n: this.c.columns,
      k: right.rows,
      scratch: this.scratch.shared(scratchBytes(kind)),
    });
    const lies = isAlong(right) ? "along" : "across";
    const run = blockedProduct(this.context, kind, lies, edgesOf(this.c.rows, this.c.columns));
    this.addresses.f.do(call(run, ...args));
  }
}
