/**
 * The product of large matrices, block by block, so that what is read again and again stays in the caches.
 *
 *   for 256 of k:  for 256 rows:  pack the left block;  for 64 columns:  pack the right block; multiply
 *
 * A right panel of 256 x 8 is 8 KB and stays in L1 while the rows pass by; the left block (256 KB) and the right
 * group (64 KB) stay in L2. A call of `multiply` is short, so V8 can replace it by better code between calls.
 */
import type { Integer, Local } from "../wasm/expression.ts";
import { call, type FunctionBuilder, type FunctionReference } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";
import type { KernelContext } from "./kernel-context.ts";
import { type Edges, multiply } from "./multiply.ts";
import { packAcross, packAlong } from "./pack.ts";
import { inOrder, type LeftKind } from "./product-arguments.ts";

const kBlock = 256;
const rowBlock = 256;
const columnBlock = 64;

/** How B lies: row after row (a k's columns in sequence), or column after column (a column's k in sequence). */
export type RightKind = "across" | "along";

/** Bytes of scratch memory that a product needs. */
export function scratchBytes(left: LeftKind): number {
  return 4 * kBlock * (columnBlock + (left === "across" ? rowBlock : 0)) + 64;
}

/** Addresses and strides in bytes; see `multiply` for c and from. */
export interface BlockedArguments {
  readonly a: Integer;
  /** From a row to the next ("rows"), from a k to the next ("across"). */
  readonly aStride: Integer;
  readonly b: Integer;
  /** From a k to the next ("across"), from a column to the next ("along"). */
  readonly bStride: Integer;
  readonly c: Integer;
  readonly cStride: Integer;
  readonly from: Integer;
  readonly fromStride: Integer;
  readonly m: Integer;
  readonly n: Integer;
  readonly k: Integer;
  readonly scratch: Integer;
}

/** The arguments in the order of the parameters. */
export function blockedInOrder(p: BlockedArguments): Integer[] {
  return [p.a, p.aStride, p.b, p.bStride, p.c, p.cStride, p.from, p.fromStride, p.m, p.n, p.k, p.scratch];
}

/** The product for a left and a right operand that lie so; its arguments come from `blockedInOrder`. */
export function blockedProduct(
  context: KernelContext,
  left: LeftKind,
  right: RightKind,
  edges: Edges,
): FunctionReference {
  const name = `product.${left}.${right}.${edges.rest}${edges.isRagged ? "ragged" : ""}`;
  // Blocks of 256 rows have no rows left over; the last one has those of the whole.
  const { isRagged, rest } = edges;
  const tilesFor = (part: Edges) => ({
    fromZero: multiply(context, { left, start: "zero", edges: part }),
    onward: multiply(context, { left, start: "from", edges: part }),
  });
  const whole = tilesFor({ isTall: true, rest: 0, isRagged });
  const others = rest === 0 ? undefined : tilesFor({ isTall: false, rest, isRagged });
  const packLeft = left === "across" ? packAcross(context, 4) : undefined;
  const packRight = right === "across" ? packAcross(context, 8) : packAlong(context, 8);
  return context.once(name, () =>
    context.module.function(name, {}, (f) => {
      const param = (text: string) => f.param("i32", text);
      const p = {
        a: param("a"),
        aStride: param("aStride"),
        b: param("b"),
        bStride: param("bStride"),
        c: param("c"),
        cStride: param("cStride"),
        from: param("from"),
        fromStride: param("fromStride"),
        m: param("m"),
        n: param("n"),
        k: param("k"),
        scratch: param("scratch"),
      };
      const packedLeft = f.keep(i32.add(p.scratch, 4 * kBlock * columnBlock));
      blocks(f, p.k, kBlock, (k0, kc) => {
        const isFirst = f.keep(i32.eqz(k0));
        blocks(f, p.m, rowBlock, (m0, mc) => {
          const a = f.keep(
            i32.add(p.a, left === "rows" ? rowsAt(p.aStride, m0, k0) : rowsAt(p.aStride, k0, m0)),
          );
          const panelStride = f.keep(i32.mul(kc, 32));
          const isLast = i32.eq(i32.add(m0, mc), p.m);
          const wholeRows = f.keep(i32.sub(mc, i32.mul(isLast, rest)));
          if (packLeft !== undefined) {
            f.do(call(packLeft, a, p.aStride, kc, mc, packedLeft, i32.mul(kc, 16)));
          }
          blocks(f, p.n, columnBlock, (n0, nc) => {
            const b = i32.add(
              p.b,
              right === "across" ? rowsAt(p.bStride, k0, n0) : rowsAt(p.bStride, n0, k0),
            );
            f.do(call(packRight, b, p.bStride, kc, nc, p.scratch, panelStride));
            const c = f.keep(i32.add(p.c, rowsAt(p.cStride, m0, n0)));
            const from = f.keep(c);
            const fromStride = f.keep(p.cStride);
            f.if(isFirst, () => {
              f.set(from, i32.add(p.from, rowsAt(p.fromStride, m0, n0)));
              f.set(fromStride, p.fromStride);
            });
            const startsAtZero = f.keep(i32.and(isFirst, i32.eqz(p.from)));
            const rows = (tiles: typeof whole, first: Integer, m: Integer) => {
              const offset = left === "rows" ? i32.mul(p.aStride, first) : i32.mul(i32.shl(first, 2), kc);
              const term = {
                a: i32.add(left === "rows" ? a : packedLeft, offset),
                aStride: left === "rows" ? p.aStride : 16,
                aBlock: i32.mul(kc, 16),
                b: p.scratch,
                panelStride,
                bStep: 32,
                k: kc,
              };
              const block = inOrder<Integer>({
                terms: [term],
                c: i32.add(c, i32.mul(p.cStride, first)),
                cStride: p.cStride,
                from: i32.add(from, i32.mul(fromStride, first)),
                fromStride,
                m,
                n: nc,
              });
              f.if(
                startsAtZero,
                () => f.do(call(tiles.fromZero, ...block)),
                () => f.do(call(tiles.onward, ...block)),
              );
            };
            f.if(wholeRows, () => rows(whole, 0, wholeRows));
            if (others !== undefined) {
              f.if(i32.ne(wholeRows, mc), () => rows(others, wholeRows, rest));
            }
          });
        });
      });
    }),
  );
}

/** Offset of entry `column` of row `row`. */
const rowsAt = (stride: Local<"i32">, row: Local<"i32">, column: Local<"i32">): Integer =>
  i32.add(i32.mul(stride, row), i32.shl(column, 2));

/** Calls `body` for stretches of at most `size`: where each begins, and how long it is. */
function blocks(
  f: FunctionBuilder,
  total: Local<"i32">,
  size: number,
  body: (first: Local<"i32">, count: Local<"i32">) => void,
): void {
  const first = f.keepI32(0);
  f.loop((next) => {
    const count = f.keep(i32.sub(total, first));
    f.if(i32.gtS(count, size), () => f.set(count, i32.const(size)));
    body(first, count);
    f.increase(first, size);
    f.branchIf(next, i32.ltS(first, total));
  });
}
