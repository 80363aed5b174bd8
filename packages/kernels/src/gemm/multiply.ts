/**
 * Matrix products over tiles, for any sizes.
 *
 *   C[M x N] = A[M x K] B[K x N] + ...,  or  C = from + A B + ...
 *
 * `from` says where the sums start: C itself (accumulate), another matrix, or one row for all (a bias, row stride 0).
 * Several products end in the same sums: a recurrent step is b + x W + h U without a pass in between.
 *
 * Order: panels of 8 columns outside (a packed panel stays in the L1 cache), blocks of rows inside. Rows left over
 * from blocks of 4, and all rows where there are fewer, use wider tiles: 2 x 16 and 1 x 32 columns keep 8 sums in
 * flight. Rounding: k ascending in one sum per entry, the same for every M and N, so the result of a row does not
 * depend on the rows around it.
 */
import { type VectorCode, vectorCode } from "../simd/vector-code.ts";
import type { Expression, Integer, Local } from "../wasm/expression.ts";
import { call, type FunctionBuilder, type FunctionReference } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";
import { f32x4, v128 } from "../wasm/vector.ts";
import type { KernelContext } from "./kernel-context.ts";
import {
  declare,
  inOrder,
  type LeftKind,
  type Params,
  type StartKind,
  type TermArguments,
} from "./product-arguments.ts";
import { storePart } from "./store-part.ts";
import { accumulate, newSums, panelWidth, type Sums, type TileLeft, type TileShape } from "./tile.ts";

/** What is known of a product's sizes when its code is made: which edges of C there are. */
export interface Edges {
  /** Whether there are 4 rows or more. */
  readonly isTall: boolean;
  /** Rows left over from blocks of 4. */
  readonly rest: number;
  /** Whether columns are left over from panels of 8. */
  readonly isRagged: boolean;
}

export const edgesOf = (m: number, n: number): Edges => ({
  isTall: m >= 4,
  rest: m % 4,
  isRagged: n % panelWidth !== 0,
});

/** What a product's code is made for; only code for edges that occur is made. */
export interface Form {
  readonly left: LeftKind;
  readonly start: StartKind;
  readonly edges: Edges;
  /** Number of products in the sum; 1 if left out. */
  readonly terms?: number;
}

/** The name of the product's function. */
export function nameOf({ left, start, edges, terms = 1 }: Form): string {
  const rows = `${edges.isTall ? "4" : ""}${edges.rest === 0 ? "" : edges.rest}`;
  return `multiply.${left}.${start}${terms === 1 ? "" : terms}.${rows}${edges.isRagged ? "ragged" : ""}`;
}

/**
 * The sum of products of this form; its arguments come from `inOrder`, their sizes must have the form's edges. Up to
 * 28 bytes behind rows of B and `from` may be read.
 */
export function multiply(context: KernelContext, form: Form): FunctionReference {
  const name = nameOf(form);
  return context.once(name, () => {
    const { isTall, rest } = form.edges;
    const whole = isTall ? rowBlocks(context, name, 4, form) : undefined;
    const others = rest > 0 ? rowBlocks(context, name, rest, form) : undefined;
    if (whole !== undefined && others === undefined) return whole;
    if (whole === undefined && others !== undefined) return others;
    return context.module.function(name, {}, (f) => {
      const p = declare(f, form.terms ?? 1);
      if (whole === undefined || others === undefined) return; // there is at least one row
      const m = f.keep(i32.sub(p.m, rest));
      f.do(call(whole, ...inOrder({ ...p, m })));
      for (const { a, aStride, aBlock } of p.terms) {
        f.increase(a, form.left === "rows" ? i32.mul(aStride, m) : i32.mul(aBlock, i32.shrU(m, 2)));
      }
      f.increase(p.c, i32.mul(p.cStride, m));
      f.increase(p.from, i32.mul(p.fromStride, m));
      f.do(call(others, ...inOrder<Expression<"i32">>({ ...p, m: i32.const(rest) })));
    });
  });
}

/** Panels of a tile for so many rows: 8 sums at most. */
const panelsFor = (rows: number): number => (rows === 1 ? 4 : rows === 2 ? 2 : 1);

/** The product for a number of rows that is a multiple of `rows`. */
function rowBlocks(context: KernelContext, name: string, rows: number, form: Form): FunctionReference {
  const { module, pool, relaxedMadd } = context;
  const partly = form.edges.isRagged ? storePart(context) : undefined;
  const isAll = form.edges.isTall !== form.edges.rest > 0;
  return module.function(isAll ? name : `${name}.by${rows}`, { exported: isAll }, (f) => {
    const p = declare(f, form.terms ?? 1);
    const walk = new PanelWalk(vectorCode(f, pool, relaxedMadd), p, rows, form, partly);
    if (panelsFor(rows) > 1) walk.panels(panelsFor(rows));
    walk.panels(1);
  });
}

/** A product of the sum with what stays the same from tile to tile. */
interface Term extends TermArguments<Local<"i32">> {
  /** Bytes of a panel that one tile reads. */
  readonly panelBytes: Local<"i32">;
  /** From where a row's pointer ends up after a tile to where the next block begins. */
  readonly aSkip: Local<"i32">;
}

/**
 * Walks over the columns; keeps its place between tiles of different width. What stays the same from tile to tile is
 * computed once, since V8 does not move it out of loops.
 */
class PanelWalk {
  private readonly code: VectorCode;
  private readonly f: FunctionBuilder;
  private readonly p: Params;
  private readonly rows: number;
  private readonly form: Form;
  private readonly storePart: FunctionReference | undefined;
  private readonly terms: readonly Term[];
  private readonly fromSkip: Local<"i32">;

  constructor(code: VectorCode, p: Params, rows: number, form: Form, part?: FunctionReference) {
    const { f } = code;
    this.code = code;
    this.f = f;
    this.p = p;
    this.rows = rows;
    this.form = form;
    this.storePart = part;
    this.terms = p.terms.map((term) => ({
      ...term,
      panelBytes: f.keep(i32.mul(term.k, term.bStep)),
      aSkip: f.keep(
        form.left === "rows"
          ? i32.sub(i32.mul(term.aStride, rows), i32.shl(term.k, 2))
          : i32.sub(term.aBlock, i32.mul(term.aStride, term.k)),
      ),
    }));
    this.fromSkip = f.keep(i32.mul(p.fromStride, rows));
  }

  /** Tiles of so many panels while that many columns are left; single panels go on to the last, partial one. */
  panels(panels: number): void {
    const { f, p } = this;
    const columns = panels * panelWidth;
    const enough = () => (panels === 1 ? i32.gtS(p.n, 0) : i32.geS(p.n, columns));
    f.if(enough(), () => {
      const strides = this.terms.map(({ panelStride }) => f.keep(i32.mul(panelStride, panels)));
      f.loop((next) => {
        this.rowBlocks({ rows: this.rows, panels });
        f.increase(p.c, columns * 4);
        if (this.form.start === "from") f.increase(p.from, columns * 4);
        this.terms.forEach(({ b }, i) => {
          f.increase(b, strides[i] ?? 0);
        });
        f.increase(p.n, -columns);
        f.branchIf(next, enough());
      });
    });
  }

  private rowBlocks(shape: TileShape): void {
    const { f, p } = this;
    const c = f.keep(p.c);
    const from = f.keep(p.from);
    const walks = this.terms.map((term) => this.beginTerm(term, shape));
    const rowsLeft = f.keep(p.m);
    f.loop((next) => {
      const sums = newSums(this.code, shape);
      this.begin(sums, from);
      for (const add of walks) add(sums);
      this.store(shape, sums, c);
      f.increase(rowsLeft, -shape.rows);
      f.branchIf(next, rowsLeft);
    });
  }

  /** Sets up the pointers of a term for a group of panels; what it gives adds the term to a tile's sums. */
  private beginTerm(term: Term, shape: TileShape): (sums: Sums) => void {
    const { f } = this;
    const left: TileLeft =
      this.form.left === "rows"
        ? { kind: "rows", pointers: chain(f, term.a, term.aStride, this.rows) }
        : { kind: "across", pointer: f.keep(term.a), step: term.aStride };
    const end = f.keep(i32.add(term.b, term.panelBytes));
    const panels = chain(f, term.b, term.panelStride, shape.panels);
    const pointers = panels.map(() => f.local("i32"));
    return (sums) => {
      pointers.forEach((pointer, i) => {
        f.set(pointer, panels[i] ?? term.b);
      });
      accumulate(this.code, sums, left, { pointers, step: term.bStep, end });
      for (const pointer of left.kind === "rows" ? left.pointers : [left.pointer]) {
        f.increase(pointer, term.aSkip);
      }
    };
  }

  /** Sets the sums to what they start from, and moves `from` to the next block of rows. */
  private begin(sums: Sums, from: Local<"i32">): void {
    const { f, p } = this;
    if (this.form.start === "zero") {
      for (const sum of sums.flat()) f.set(sum, f32x4.const(0));
      return;
    }
    const row = f.keep(from);
    sums.forEach((ofRow, i) => {
      if (i > 0) f.increase(row, p.fromStride);
      ofRow.forEach((sum, j) => {
        f.set(sum, v128.load(row, 16 * j));
      });
    });
    f.increase(from, this.fromSkip);
  }

  /** Writes the sums and moves `c` to the next block of rows. */
  private store(shape: TileShape, sums: Sums, c: Local<"i32">): void {
    const { f, p } = this;
    const rows = (write: (row: readonly Local<"v128">[]) => void) => {
      for (const row of sums) {
        write(row);
        f.increase(c, p.cStride);
      }
    };
    const whole = (row: readonly Local<"v128">[]) => {
      row.forEach((sum, j) => {
        f.do(v128.store(c, sum, 16 * j));
      });
    };
    const { storePart } = this;
    if (shape.panels > 1 || storePart === undefined) rows(whole);
    else
      f.if(
        i32.geS(p.n, panelWidth),
        () => rows(whole),
        () => rows((row) => f.do(call(storePart, c, ...row, p.n))),
      );
  }
}

/** `count` addresses, `stride` bytes apart. */
function chain(f: FunctionBuilder, first: Local<"i32">, stride: Integer, count: number): Local<"i32">[] {
  const pointers = [f.keep(first)];
  for (let i = 1; i < count; i++) pointers.push(f.keep(i32.add(pointers[i - 1] ?? first, stride)));
  return pointers;
}
