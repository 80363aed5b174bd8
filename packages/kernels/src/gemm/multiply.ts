/**
 * Matrix products over tiles, for any sizes.
 *
 *   C[M x N] = from + sum over segments of A_s[M x K_s] B_s[K_s x N]
 *
 * `from` says where the sums start: C itself (accumulate), another matrix, one row for all (a bias, row stride
 * 0), or nowhere (address 0). A recurrent step has two segments, x_t W and h_{t-1} U, and needs no pass between.
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
import { storePart } from "./store-part.ts";
import { accumulate, newSums, panelWidth, type Sums, type TileLeft, type TileShape } from "./tile.ts";

/** How A lies: row after row with k in sequence, or k after k with the rows side by side (transposed, or packed). */
export type LeftKind = "rows" | "across";

/** One product of the sum; addresses and strides in bytes, k at least 1. */
export interface Segment<I> {
  readonly a: I;
  /** From a row of A to the next ("rows"), from a k to the next ("across"). */
  readonly aStride: I;
  /** From 4 rows to the next 4, where A lies across: 16, or 16 k where it is packed in blocks. */
  readonly aBlock: I;
  readonly b: I;
  /** From a panel of 8 columns to the next: 32 where B lies row by row. */
  readonly panelStride: I;
  /** From a k to the next in a panel: 32 where B is packed. */
  readonly bStep: I;
  readonly k: I;
}

/** Everything a product is told. Up to 28 bytes behind the rows of B and `from` may be read (and ignored). */
export interface ProductArguments<I> {
  readonly segments: readonly Segment<I>[];
  readonly c: I;
  readonly cStride: I;
  readonly from: I;
  readonly fromStride: I;
  readonly m: I;
  readonly n: I;
}

/** The arguments in the order of the parameters. */
export function inOrder<I>(p: ProductArguments<I>): I[] {
  const segments = p.segments.flatMap((s) => [s.a, s.aStride, s.aBlock, s.b, s.panelStride, s.bStep, s.k]);
  return [...segments, p.c, p.cStride, p.from, p.fromStride, p.m, p.n];
}

function declare(f: FunctionBuilder, segments: number): ProductArguments<Local<"i32">> {
  const segment = (s: number): Segment<Local<"i32">> => {
    const param = (name: string) => f.param("i32", segments === 1 ? name : `${name}${s}`);
    return {
      a: param("a"),
      aStride: param("aStride"),
      aBlock: param("aBlock"),
      b: param("b"),
      panelStride: param("panelStride"),
      bStep: param("bStep"),
      k: param("k"),
    };
  };
  return {
    segments: Array.from({ length: segments }, (_, s) => segment(s)),
    c: f.param("i32", "c"),
    cStride: f.param("i32", "cStride"),
    from: f.param("i32", "from"),
    fromStride: f.param("i32", "fromStride"),
    m: f.param("i32", "m"),
    n: f.param("i32", "n"),
  };
}

/** The product with so many segments; its arguments come from `inOrder`. */
export function multiply(context: KernelContext, segments: number, left: LeftKind): FunctionReference {
  const name = `multiply.${left}${segments === 1 ? "" : segments}`;
  return context.once(name, () => {
    const blocks = [4, 3, 2, 1].map((rows) => ({
      rows,
      run: rowBlocks(context, name, rows, segments, left),
    }));
    return context.module.function(name, {}, (f) => {
      const p = declare(f, segments);
      f.if(i32.eqz(p.from), () => f.set(p.fromStride, i32.const(0))); // nowhere stays nowhere for later rows
      const whole = f.keep(i32.and(p.m, -4));
      const rest = f.keep(i32.sub(p.m, whole));
      for (const { rows, run } of blocks) {
        if (rows === 4) f.if(i32.gtS(whole, 0), () => f.do(call(run, ...fromRow(p, left, 0, whole))));
        else f.if(i32.eq(rest, rows), () => f.do(call(run, ...fromRow(p, left, whole, rest))));
      }
    });
  });
}

/** The arguments for `count` rows from `first` on. */
function fromRow(
  p: ProductArguments<Local<"i32">>,
  left: LeftKind,
  first: Integer,
  count: Local<"i32">,
): Expression<"i32">[] {
  const skip = (address: Local<"i32">, stride: Integer) => i32.add(address, i32.mul(stride, first));
  const skipBlocks = (s: Segment<Local<"i32">>) => i32.add(s.a, i32.mul(s.aBlock, i32.shrS(first, 2)));
  return inOrder<Expression<"i32">>({
    ...p,
    segments: p.segments.map((s) => ({ ...s, a: left === "rows" ? skip(s.a, s.aStride) : skipBlocks(s) })),
    c: skip(p.c, p.cStride),
    from: skip(p.from, p.fromStride),
    m: count,
  });
}

/** Panels of a tile for so many rows: 8 sums at most. */
const panelsFor = (rows: number): number => (rows === 1 ? 4 : rows === 2 ? 2 : 1);

/** The product for a number of rows that is a multiple of `rows`. */
function rowBlocks(
  context: KernelContext,
  name: string,
  rows: number,
  segments: number,
  left: LeftKind,
): FunctionReference {
  const { module, pool, relaxedMadd } = context;
  const partly = storePart(context);
  return module.function(`${name}.by${rows}`, { exported: false }, (f) => {
    const walk = new PanelWalk(vectorCode(f, pool, relaxedMadd), declare(f, segments), left, partly);
    const wide = panelsFor(rows);
    if (wide > 1) walk.panels({ rows, panels: wide });
    walk.panels({ rows, panels: 1 });
  });
}

/** Walks over the columns; keeps its place between tiles of different width. */
class PanelWalk {
  private readonly code: VectorCode;
  private readonly f: FunctionBuilder;
  private readonly p: ProductArguments<Local<"i32">>;
  private readonly left: LeftKind;
  private readonly storePart: FunctionReference;

  constructor(
    code: VectorCode,
    p: ProductArguments<Local<"i32">>,
    left: LeftKind,
    storePart: FunctionReference,
  ) {
    this.code = code;
    this.f = code.f;
    this.p = p;
    this.left = left;
    this.storePart = storePart;
  }

  /** Tiles of this width while that many columns are left; single panels go on to the last, partial one. */
  panels(shape: TileShape): void {
    const { f, p } = this;
    const columns = shape.panels * panelWidth;
    const enough = () => (shape.panels === 1 ? i32.gtS(p.n, 0) : i32.geS(p.n, columns));
    f.if(enough(), () => {
      f.loop((next) => {
        this.rowBlocks(shape);
        f.increase(p.c, columns * 4);
        f.if(p.from, () => f.increase(p.from, columns * 4));
        for (const s of p.segments) f.increase(s.b, i32.mul(s.panelStride, shape.panels));
        f.increase(p.n, -columns);
        f.branchIf(next, enough());
      });
    });
  }

  private rowBlocks(shape: TileShape): void {
    const { f, p } = this;
    const c = f.keep(p.c);
    const from = f.keep(p.from);
    const a = p.segments.map((s) => f.keep(s.a));
    const rowsLeft = f.keep(p.m);
    f.loop((next) => {
      const sums = this.start(shape, from);
      p.segments.forEach((segment, s) => {
        const base = a[s];
        if (base !== undefined) this.segment(shape, sums, segment, base);
      });
      this.store(shape, sums, c);
      f.if(from, () => f.increase(from, i32.mul(p.fromStride, shape.rows)));
      f.increase(rowsLeft, -shape.rows);
      f.branchIf(next, rowsLeft);
    });
  }

  private start(shape: TileShape, from: Local<"i32">): Sums {
    const { f, p } = this;
    const sums = newSums(this.code, shape);
    const read = () => {
      const row = f.keep(from);
      sums.forEach((ofRow, i) => {
        if (i > 0) f.increase(row, p.fromStride);
        ofRow.forEach((sum, j) => {
          f.set(sum, v128.load(row, 16 * j));
        });
      });
    };
    f.if(from, read, () => {
      for (const sum of sums.flat()) f.set(sum, f32x4.const(0));
    });
    return sums;
  }

  /** One segment's share of a tile; moves `base` to the next block of rows. */
  private segment(
    { rows, panels }: TileShape,
    sums: Sums,
    segment: Segment<Local<"i32">>,
    base: Local<"i32">,
  ): void {
    const { f } = this;
    const right = { pointers: chain(f, segment.b, segment.panelStride, panels), step: segment.bStep };
    let left: TileLeft;
    if (this.left === "rows") {
      const pointers = chain(f, base, segment.aStride, rows);
      f.set(base, i32.add(pointers.at(-1) ?? base, segment.aStride));
      left = { kind: "rows", pointers };
    } else {
      left = { kind: "across", pointer: f.keep(base), step: segment.aStride };
      f.increase(base, segment.aBlock);
    }
    accumulate(this.code, sums, left, right, segment.k);
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
    const part = (row: readonly Local<"v128">[]) => f.do(call(this.storePart, c, ...row, p.n));
    if (shape.panels > 1) rows(whole);
    else
      f.if(
        i32.geS(p.n, panelWidth),
        () => rows(whole),
        () => rows(part),
      );
  }
}

/** `count` addresses, `stride` bytes apart. */
function chain(f: FunctionBuilder, first: Local<"i32">, stride: Integer, count: number): Local<"i32">[] {
  const pointers = [f.keep(first)];
  for (let i = 1; i < count; i++) pointers.push(f.keep(i32.add(pointers[i - 1] ?? first, stride)));
  return pointers;
}
