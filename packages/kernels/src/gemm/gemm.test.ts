import { describe, expect, it } from "vitest";
import { firstFree, type Machine, machine, maddForms, numbers } from "../testing/harness.ts";
import { kernelContext } from "./kernel-context.ts";
import { edgesOf, multiply, nameOf } from "./multiply.ts";
import { packAcross, packAlong } from "./pack.ts";
import { inOrder, type LeftKind } from "./product-arguments.ts";

/** The edges of every size; the smallest size that has them stands for all. */
const allEdges = [1, 2, 3, 4, 5, 6, 7].flatMap((m) => [edgesOf(m, 8), edgesOf(m, 9)]);

/** A matrix in the memory of a machine; odd row strides make rows unaligned. */
interface Placed {
  readonly at: number;
  readonly stride: number;
}

const rowMajor = (at: number, columns: number, gap: number): Placed => ({ at, stride: 4 * (columns + gap) });

class Bench {
  readonly m: Machine;
  private readonly next: () => number;
  private free = firstFree;

  constructor(relaxedMadd: boolean) {
    this.next = numbers(7);
    this.m = machine((module, pool) => {
      const context = kernelContext(module, pool, relaxedMadd);
      for (const left of ["rows", "across"] as const)
        for (const start of ["zero", "from"] as const)
          for (const edges of allEdges) multiply(context, { left, start, edges });
      for (const edges of allEdges) multiply(context, { left: "rows", start: "zero", edges, terms: 2 });
      for (const width of [4, 8] as const) {
        packAcross(context, width);
        packAlong(context, width);
      }
    });
  }

  reset(): void {
    this.free = firstFree + 4; // off the 16-byte grid on purpose
  }

  bytes(count: number): number {
    const at = this.free;
    this.free += count + 68;
    return at;
  }

  /** A random matrix, with NaN between the rows: nothing there may count. */
  matrix(rows: number, columns: number, gap = 3): Placed {
    const placed = rowMajor(this.bytes(4 * rows * (columns + gap)), columns, gap);
    for (let i = 0; i < rows * (columns + gap); i++) {
      this.m.floats[placed.at / 4 + i] = i % (columns + gap) < columns ? this.next() : Number.NaN;
    }
    return placed;
  }

  get({ at, stride }: Placed, row: number, column: number): number {
    return this.m.floats[(at + row * stride) / 4 + column] ?? Number.NaN;
  }
}

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 23, 31, 33, 64, 70];

/** Sizes that meet every kind of edge, thinned out so that the whole takes seconds. */
function* shapes(): Generator<{ m: number; n: number; k: number }> {
  let i = 0;
  for (const m of sizes)
    for (const n of sizes) for (const k of [1, 2, 5, 32, 70]) if (i++ % 3 === 0) yield { m, n, k };
}

/** The largest difference to the sums in f64, relative to max(1, |want|). */
function worstError(
  b: Bench,
  c: Placed,
  m: number,
  n: number,
  want: (i: number, j: number) => number,
): number {
  let worst = 0;
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      const exact = want(i, j);
      const error = Math.abs(b.get(c, i, j) - exact) / Math.max(1, Math.abs(exact));
      worst = Math.max(worst, error); // a NaN stays
    }
  return worst;
}

const dot = (k: number, left: (k: number) => number, right: (k: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < k; i++) sum += left(i) * right(i);
  return sum;
};

// 70 products below 1 in f32: 70 roundings of 6e-8 of at most 70, in practice far less.
const tolerance = 3e-6;

describe.each(maddForms.map((relaxed) => ({ relaxed })))(
  "matrix product, relaxed multiply-add $relaxed",
  ({ relaxed }) => {
    const b = new Bench(relaxed);

    const cases: {
      left: LeftKind;
      right: "packed across" | "packed along" | "as it lies";
      start: "nothing" | "c" | "bias";
    }[] = [
      { left: "rows", right: "packed across", start: "nothing" },
      { left: "rows", right: "packed along", start: "bias" },
      { left: "across", right: "packed across", start: "c" },
      { left: "across", right: "as it lies", start: "nothing" },
      { left: "rows", right: "as it lies", start: "c" },
    ];

    it.each(cases)(
      "left $left, right $right, from $start agrees with f64 sums over odd sizes",
      ({ left, right, start }) => {
        for (const { m, n, k } of shapes()) {
          b.reset();
          const a = left === "rows" ? b.matrix(m, k) : b.matrix(k, m);
          const along = right === "packed along";
          const given = along ? b.matrix(n, k) : b.matrix(k, n);
          const c = b.matrix(m, n);
          const bias = b.matrix(1, n);
          const first = (i: number, j: number) =>
            start === "c" ? b.get(c, i, j) : start === "bias" ? b.get(bias, 0, j) : 0;
          const want = Array.from({ length: m }, (_, i) =>
            Array.from(
              { length: n },
              (_, j) =>
                first(i, j) +
                dot(
                  k,
                  (kk) => (left === "rows" ? b.get(a, i, kk) : b.get(a, kk, i)),
                  (kk) => (along ? b.get(given, j, kk) : b.get(given, kk, j)),
                ),
            ),
          );
          const isPacked = right !== "as it lies";
          const packed = b.bytes(4 * k * (n + 8));
          if (isPacked)
            b.m.run(along ? "packAlong8" : "packAcross8", given.at, given.stride, k, n, packed, 32 * k);
          const from = start === "bias" ? { at: bias.at, stride: 0 } : c;
          const term = {
            a: a.at,
            aStride: a.stride,
            aBlock: 16,
            b: isPacked ? packed : given.at,
            panelStride: isPacked ? 32 * k : 32,
            bStep: isPacked ? 32 : given.stride,
            k,
          };
          const rest = { c: c.at, cStride: c.stride, from: from.at, fromStride: from.stride, m, n };
          const args = { terms: [term], ...rest };
          const form = { left, start: start === "nothing" ? "zero" : "from", edges: edgesOf(m, n) } as const;
          b.m.run(nameOf(form), ...inOrder(args));
          const worst = worstError(b, c, m, n, (i, j) => want[i]?.[j] ?? 0);
          expect(worst, `${m} x ${k} x ${n}`).toBeLessThan(tolerance);
          // Nothing is written between the rows.
          expect(b.get(c, 0, n), `${m} x ${k} x ${n}`).toBeNaN();
        }
      },
    );

    it("two products end in one sum, as x W + h U does", () => {
      for (const [m, n, k0, k1] of [
        [1, 9, 3, 17],
        [2, 40, 1, 8],
        [5, 24, 7, 2],
        [32, 31, 2, 33],
      ] as const) {
        b.reset();
        const [x, h, w, u] = [b.matrix(m, k0), b.matrix(m, k1), b.matrix(k0, n), b.matrix(k1, n)];
        const c = b.matrix(m, n);
        const term = (a: Placed, right: Placed, k: number) => ({
          a: a.at,
          aStride: a.stride,
          aBlock: 0,
          b: right.at,
          panelStride: 32,
          bStep: right.stride,
          k,
        });
        const terms = [term(x, w, k0), term(h, u, k1)];
        const rest = { c: c.at, cStride: c.stride, from: 0, fromStride: 0, m, n };
        b.m.run(
          nameOf({ left: "rows", start: "zero", edges: edgesOf(m, n), terms: 2 }),
          ...inOrder({ terms, ...rest }),
        );
        const entry = (i: number, j: number) => (one: Placed, two: Placed, k: number) =>
          dot(
            k,
            (kk) => b.get(one, i, kk),
            (kk) => b.get(two, kk, j),
          );
        const want = (i: number, j: number) => entry(i, j)(x, w, k0) + entry(i, j)(h, u, k1);
        expect(worstError(b, c, m, n, want)).toBeLessThan(tolerance);
      }
    });

    it("left operands packed in blocks of 4 give the same bits as rows", () => {
      b.reset();
      const [m, n, k] = [11, 16, 21];
      const [a, w, c, d] = [b.matrix(m, k), b.matrix(k, n), b.matrix(m, n), b.matrix(m, n)];
      const blocks = b.bytes(16 * k * 3);
      b.m.run("packAlong4", a.at, a.stride, k, m, blocks, 16 * k);
      const right = { b: w.at, panelStride: 32, bStep: w.stride, k };
      const rest = { from: 0, fromStride: 0, m, n };
      const rows = {
        terms: [{ a: a.at, aStride: a.stride, aBlock: 0, ...right }],
        c: c.at,
        cStride: c.stride,
        ...rest,
      };
      const form = { start: "zero", edges: edgesOf(m, n) } as const;
      b.m.run(nameOf({ left: "rows", ...form }), ...inOrder(rows));
      const packed = {
        terms: [{ a: blocks, aStride: 16, aBlock: 16 * k, ...right }],
        c: d.at,
        cStride: d.stride,
        ...rest,
      };
      b.m.run(nameOf({ left: "across", ...form }), ...inOrder(packed));
      for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) expect(b.get(d, i, j)).toBe(b.get(c, i, j));
    });
  },
);
