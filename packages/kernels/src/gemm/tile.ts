/**
 * The micro-kernel of a matrix product: a few rows of C by a few panels of 8 columns, held in registers.
 *
 *   C[rows x 8 panels] += A[rows x K] B[K x 8 panels]
 *
 * What was measured on V8 (11.3 and 13.6, x64) and must stay so:
 * - 15 vector registers: 8 sums, 2 to 8 vectors of B, 1 of A and a product. Twelve sums spill and halve the speed.
 * - The loop over k is not unrolled here. V8 does it, with an exit test between the copies that keeps loads near
 *   their use; unrolled by hand all loads come first and spill (36 to 20 GFLOP/s).
 */
import type { VectorCode } from "../simd/vector-code.ts";
import type { Integer, Local } from "../wasm/expression.ts";
import { i32 } from "../wasm/i32.ts";
import { f32x4, v128 } from "../wasm/vector.ts";

/** Columns of one panel. */
export const panelWidth = 8;

const vectorsPerPanel = panelWidth / 4;

export interface TileShape {
  readonly rows: number;
  readonly panels: number;
}

/**
 * Where the numbers of A come from: one pointer a row, each row's numbers in sequence; or one pointer, the numbers of
 * a step side by side and `step` bytes from one step to the next (a transposed or a packed matrix).
 */
export type TileLeft =
  | { readonly kind: "rows"; readonly pointers: readonly Local<"i32">[] }
  | { readonly kind: "across"; readonly pointer: Local<"i32">; readonly step: Integer };

/** Where the numbers of B come from: one pointer a panel, `step` bytes from one k to the next; the first stops at `end`. */
export interface TileRight {
  readonly pointers: readonly Local<"i32">[];
  readonly step: Integer;
  readonly end: Local<"i32">;
}

/** The sums of a tile, row by row. */
export type Sums = readonly (readonly Local<"v128">[])[];

/** Fresh locals for the sums of a tile. */
export function newSums(code: VectorCode, { rows, panels }: TileShape): Sums {
  return Array.from({ length: rows }, () =>
    Array.from({ length: panels * vectorsPerPanel }, () => code.f.local("v128")),
  );
}

/** Adds the products of all steps (at least one) to the sums. Advances the pointers. */
export function accumulate(code: VectorCode, sums: Sums, left: TileLeft, right: TileRight): void {
  const { f } = code;
  const [first] = right.pointers;
  if (first === undefined) return;
  const b = right.pointers.flatMap(() => Array.from({ length: vectorsPerPanel }, () => f.local("v128")));
  const a = f.local("v128");
  f.loop((next) => {
    b.forEach((vector, j) => {
      const panel = right.pointers[Math.floor(j / vectorsPerPanel)] ?? first;
      f.set(vector, v128.load(panel, (j % vectorsPerPanel) * 16));
    });
    sums.forEach((row, i) => {
      f.set(a, numberOf(left, i));
      row.forEach((sum, j) => {
        f.set(sum, code.madd(a, b[j] ?? a, sum));
      });
    });
    if (left.kind === "across") f.increase(left.pointer, left.step);
    else for (const pointer of left.pointers) f.increase(pointer, 4);
    for (const panel of right.pointers) f.increase(panel, right.step);
    f.branchIf(next, i32.ne(first, right.end));
  });
}

function numberOf(left: TileLeft, row: number) {
  if (left.kind === "across") return v128.load32Splat(left.pointer, 4 * row);
  const pointer = left.pointers[row];
  return pointer === undefined ? f32x4.const(0) : v128.load32Splat(pointer);
}
