/** Rows of a matrix times one vector, as dot products: for products with a single row whose matrix lies along k. */
import { type VectorCode, vectorCode } from "../simd/vector-code.ts";
import type { Local } from "../wasm/expression.ts";
import type { FunctionBuilder, FunctionReference } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";
import { f32x4, v128 } from "../wasm/vector.ts";
import type { KernelContext } from "./kernel-context.ts";

/**
 * `(a, b, bStride, c, from, n, k)`: c[j] = from[j] + sum over i of a[i] b[j][i], for n rows of b. Strides and
 * addresses in bytes; from 0 starts at 0. Each sum runs in four lanes over k, which are added at the end.
 */
export function dotRows({ once, module, pool, relaxedMadd }: KernelContext): FunctionReference {
  return once("dotRows", () =>
    module.function("dotRows", {}, (f) => {
      const code = vectorCode(f, pool, relaxedMadd);
      const p = {
        a: f.param("i32", "a"),
        b: f.param("i32", "b"),
        bStride: f.param("i32", "bStride"),
        c: f.param("i32", "c"),
        from: f.param("i32", "from"),
        n: f.param("i32", "n"),
        k: f.param("i32", "k"),
      };
      const group = (count: 1 | 4) => {
        const sums = sumsOf(code, p, count);
        const joined = count === 4 ? joinFour(f, sums) : joinOne(f, sums);
        f.if(p.from, () => {
          f.set(joined, f32x4.add(joined, count === 4 ? v128.load(p.from) : v128.load32Zero(p.from)));
          f.increase(p.from, 4 * count);
        });
        f.do(count === 4 ? v128.store(p.c, joined) : v128.store32Lane(p.c, joined, 0));
        f.increase(p.c, 4 * count);
        f.increase(p.b, i32.mul(p.bStride, count));
      };
      f.repeat(i32.shrS(p.n, 2), () => group(4));
      f.repeat(i32.and(p.n, 3), () => group(1));
    }),
  );
}

interface Params {
  readonly a: Local<"i32">;
  readonly b: Local<"i32">;
  readonly bStride: Local<"i32">;
  readonly k: Local<"i32">;
}

function sumsOf(code: VectorCode, { a, b, bStride, k }: Params, count: number): Local<"v128">[] {
  const { f } = code;
  const left = f.keep(a);
  const rows = [f.keep(b)];
  for (let i = 1; i < count; i++) rows.push(f.keep(i32.add(rows[i - 1] ?? b, bStride)));
  const sums = rows.map(() => f.keep(f32x4.const(0)));
  const step = (read: (address: Local<"i32">) => ReturnType<typeof v128.load>, bytes: number) => {
    const factor = f.keep(read(left));
    rows.forEach((row, i) => {
      const sum = sums[i];
      if (sum !== undefined) f.set(sum, code.madd(factor, read(row), sum));
      f.increase(row, bytes);
    });
    f.increase(left, bytes);
  };
  f.repeat(i32.shrS(k, 2), () => step((address) => v128.load(address), 16));
  f.repeat(i32.and(k, 3), () => step((address) => v128.load32Zero(address), 4));
  return sums;
}

/** The sums of the lanes of four vectors, side by side. */
function joinFour(f: FunctionBuilder, sums: readonly Local<"v128">[]): Local<"v128"> {
  const [a, b, c, d] = sums;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return f.keep(f32x4.const(0));
  const pairs = (x: Local<"v128">, y: Local<"v128">) =>
    f.keep(f32x4.add(v128.shuffle32(x, y, [0, 1, 4, 5]), v128.shuffle32(x, y, [2, 3, 6, 7])));
  const [ab, cd] = [pairs(a, b), pairs(c, d)];
  return f.keep(f32x4.add(v128.shuffle32(ab, cd, [0, 2, 4, 6]), v128.shuffle32(ab, cd, [1, 3, 5, 7])));
}

/** The sum of the lanes of one vector, in the same order. */
function joinOne(f: FunctionBuilder, [sum]: readonly Local<"v128">[]): Local<"v128"> {
  if (sum === undefined) return f.keep(f32x4.const(0));
  const pairs = f.keep(f32x4.add(sum, v128.shuffle32(sum, sum, [2, 3, 0, 1])));
  return f.keep(f32x4.add(pairs, v128.shuffle32(pairs, pairs, [1, 0, 3, 2])));
}
