/**
 * Packing: copies of operands in the order in which the micro-kernel reads them.
 *
 *   panels of `width` columns, [K][width] each, one behind the other: 8 for the right operand, 4 for the left
 *
 * What a panel's columns are lies in memory either across (one row of N numbers per k) or along (one row of K
 * numbers per column). In a last panel with fewer columns the rest is arbitrary: the products with it are
 * computed and never stored.
 */
import type { Local } from "../wasm/expression.ts";
import type { FunctionBuilder, FunctionReference } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";
import { v128 } from "../wasm/vector.ts";
import type { KernelContext } from "./kernel-context.ts";

/** Columns of a packed panel. */
export type PanelWidth = 4 | 8;

interface PackParams {
  readonly from: Local<"i32">;
  /** Bytes between rows of the source. */
  readonly stride: Local<"i32">;
  readonly k: Local<"i32">;
  /** Columns left to pack. */
  readonly n: Local<"i32">;
  readonly to: Local<"i32">;
  readonly panelStride: Local<"i32">;
}

function declare(f: FunctionBuilder): PackParams {
  return {
    from: f.param("i32", "from"),
    stride: f.param("i32", "stride"),
    k: f.param("i32", "k"),
    n: f.param("i32", "n"),
    to: f.param("i32", "to"),
    panelStride: f.param("i32", "panelStride"),
  };
}

/** Bytes of a cache line. */
const line = 64;

/**
 * `(from, stride, k, n, to, panelStride)` for columns that lie across: one row of n numbers per k.
 *
 * Panels that share cache lines of the source are written together, so that each line is read once: rows are often a
 * power of two apart, and then a column of lines does not stay in the cache. Up to 28 bytes behind the last row may
 * be read.
 */
export function packAcross({ once, module }: KernelContext, width: PanelWidth): FunctionReference {
  return once(`packAcross${width}`, () =>
    module.function(`packAcross${width}`, {}, (f) => {
      const p = declare(f);
      const together = line / (4 * width);
      f.block((end) => {
        f.loop((next) => {
          f.branchIf(end, i32.ltS(p.n, width * together));
          copyPanels(f, p, width, together);
          f.branch(next);
        });
      });
      f.block((end) => {
        f.loop((next) => {
          f.branchIf(end, i32.leS(p.n, 0));
          copyPanels(f, p, width, 1);
          f.branch(next);
        });
      });
    }),
  );
}

function copyPanels(f: FunctionBuilder, p: PackParams, width: PanelWidth, count: number): void {
  const source = f.keep(p.from);
  const targets = Array.from({ length: count }, () => {
    const target = f.keep(p.to);
    f.increase(p.to, p.panelStride);
    return target;
  });
  f.repeat(
    p.k,
    () => {
      targets.forEach((target, panel) => {
        for (let byte = 0; byte < 4 * width; byte += 16) {
          f.do(v128.store(target, v128.load(source, 4 * width * panel + byte), byte));
        }
        f.increase(target, 4 * width);
      });
      f.increase(source, p.stride);
    },
    true,
  );
  f.increase(p.from, 4 * width * count);
  f.increase(p.n, -width * count);
}

/**
 * `(from, stride, k, n, to, panelStride)` for columns that lie along: one row of k numbers per column.
 */
export function packAlong({ once, module }: KernelContext, width: PanelWidth): FunctionReference {
  return once(`packAlong${width}`, () =>
    module.function(`packAlong${width}`, {}, (f) => {
      const { from, stride, k, n, to, panelStride } = declare(f);
      f.loop((next) => {
        const rows = rowsOfPanel(f, from, stride, n, width);
        const target = f.keep(to);
        f.repeat(i32.shrS(k, 2), () => {
          for (let first = 0; first < width; first += 4) {
            transpose4(f, rows.slice(first, first + 4), (step, column) => {
              f.do(v128.store(target, column, 4 * (width * step + first)));
            });
          }
          for (const row of rows) f.increase(row, 16);
          f.increase(target, 16 * width);
        });
        f.repeat(i32.and(k, 3), () => {
          rows.forEach((row, i) => {
            f.do(i32.store(target, i32.load(row), 4 * i));
            f.increase(row, 4);
          });
          f.increase(target, 4 * width);
        });
        f.increase(from, i32.mul(stride, width));
        f.increase(to, panelStride);
        f.increase(n, -width);
        f.branchIf(next, i32.gtS(n, 0));
      });
    }),
  );
}

/** Pointers to the rows of a panel; those beyond the last column point to that once more. */
function rowsOfPanel(
  f: FunctionBuilder,
  from: Local<"i32">,
  stride: Local<"i32">,
  n: Local<"i32">,
  width: number,
): Local<"i32">[] {
  const rows = [f.keep(from)];
  for (let i = 1; i < width; i++) {
    const step = i32.and(stride, i32.sub(0, i32.gtS(n, i)));
    rows.push(f.keep(i32.add(rows[i - 1] ?? from, step)));
  }
  return rows;
}

/** Reads 4 numbers from each of 4 rows and hands on the 4 columns. */
function transpose4(
  f: FunctionBuilder,
  rows: readonly Local<"i32">[],
  use: (step: number, column: Local<"v128">) => void,
): void {
  const [a, b, c, d] = rows.map((row) => f.keep(v128.load(row)));
  if (a === undefined || b === undefined || c === undefined || d === undefined) return;
  const lowAB = f.keep(v128.shuffle32(a, b, [0, 4, 1, 5]));
  const highAB = f.keep(v128.shuffle32(a, b, [2, 6, 3, 7]));
  const lowCD = f.keep(v128.shuffle32(c, d, [0, 4, 1, 5]));
  const highCD = f.keep(v128.shuffle32(c, d, [2, 6, 3, 7]));
  use(0, f.keep(v128.shuffle32(lowAB, lowCD, [0, 1, 4, 5])));
  use(1, f.keep(v128.shuffle32(lowAB, lowCD, [2, 3, 6, 7])));
  use(2, f.keep(v128.shuffle32(highAB, highCD, [0, 1, 4, 5])));
  use(3, f.keep(v128.shuffle32(highAB, highCD, [2, 3, 6, 7])));
}
