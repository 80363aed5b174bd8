/** What a product is told: where its operands lie and how large they are, as parameters and as arguments. */
import type { Integer, Local } from "../wasm/expression.ts";
import type { FunctionBuilder } from "../wasm/function-builder.ts";

/** How A lies: row after row with k in sequence, or k after k with the rows side by side (transposed, or packed). */
export type LeftKind = "rows" | "across";

/** Where sums start: at 0, or at numbers in memory. */
export type StartKind = "zero" | "from";

/** The operands of one product of the sum; addresses and strides in bytes, k at least 1. */
export interface TermArguments<I = Integer> {
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

/** Everything a sum of products is told; addresses and strides in bytes, sizes at least 1. */
export interface ProductArguments<I = Integer> {
  readonly terms: readonly TermArguments<I>[];
  readonly c: I;
  readonly cStride: I;
  /** Ignored by products that start at 0. */
  readonly from: I;
  readonly fromStride: I;
  readonly m: I;
  readonly n: I;
}

/** The arguments in the order of the parameters. */
export function inOrder<I>(p: ProductArguments<I>): I[] {
  const terms = p.terms.flatMap((t) => [t.a, t.aStride, t.aBlock, t.b, t.panelStride, t.bStep, t.k]);
  return [...terms, p.c, p.cStride, p.from, p.fromStride, p.m, p.n];
}

export type Params = ProductArguments<Local<"i32">>;

/** Declares the parameters, in that order. */
export function declare(f: FunctionBuilder, terms: number): Params {
  const term = (i: number): TermArguments<Local<"i32">> => {
    const param = (name: string) => f.param("i32", terms === 1 ? name : `${name}${i}`);
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
    terms: Array.from({ length: terms }, (_, i) => term(i)),
    c: f.param("i32", "c"),
    cStride: f.param("i32", "cStride"),
    from: f.param("i32", "from"),
    fromStride: f.param("i32", "fromStride"),
    m: f.param("i32", "m"),
    n: f.param("i32", "n"),
  };
}
