/**
 * Rows picked by number, and the adjoint: rows added up by number.
 *
 * A number that names no row reads row 0 instead and leaves a note in memory, which the host turns into an error
 * when the run is over. So a wrong index never reads or writes outside its buffer.
 */
import type { KernelContext } from "../gemm/kernel-context.ts";
import type { ScatterAdd, TakeRows } from "../plan/plan.ts";
import type { I32, Local, V128 } from "../wasm/expression.ts";
import { callFor, type FunctionReference } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";
import { f32x4, i32x4, v128 } from "../wasm/vector.ts";
import { type Addresses, wordBytes } from "./addresses.ts";

/** Where the note lies: 1 after a wrong index, the index, the number of rows there are. */
export const indexFault = { flag: 16, index: 20, rows: 24 } as const;

/** `(row, rows)`: the row itself if it exists, else 0 with a note. */
function checkedRow({ once, module }: KernelContext): FunctionReference {
  return once("checkedRow", () =>
    module.function("checkedRow", { result: "i32", exported: false }, (f) => {
      const row = f.param("i32", "row");
      const rows = f.param("i32", "rows");
      f.if(i32.geU(row, rows), () => {
        f.do(i32.store(indexFault.flag, 1));
        f.do(i32.store(indexFault.index, row));
        f.do(i32.store(indexFault.rows, rows));
        f.return(i32.const(0));
      });
      f.result(row);
    }),
  );
}

interface Places {
  readonly many: Local<"i32">;
  readonly one: I32;
}

/** Runs `body` with the addresses of the j-th row of the picked side and of the row it stands for. */
function eachRow(
  context: KernelContext,
  addresses: Addresses,
  { index, ownIndex }: TakeRows | ScatterAdd,
  sides: {
    readonly many: I32;
    readonly one: I32;
    readonly shape: readonly [number, number, number];
    readonly count: number;
  },
  body: (places: Places) => void,
): void {
  const { f } = addresses;
  const [outer, rows, inner] = sides.shape;
  const many = f.keep(sides.many);
  const one = f.keep(sides.one);
  const at = f.keep(addresses.at(index));
  f.repeat(outer, () => {
    f.repeat(sides.count, () => {
      const row = callFor("i32", checkedRow(context), i32.load(at), rows);
      body({ many, one: f.keep(i32.add(one, i32.mul(row, wordBytes * inner))) });
      f.increase(many, wordBytes * inner);
      f.increase(at, wordBytes);
    });
    f.increase(one, wordBytes * rows * inner);
    if (!ownIndex) f.increase(at, -wordBytes * sides.count);
  });
}

const sizes = ([a = 1, b = 1, c = 1]: readonly number[]): [number, number, number] => [a, b, c];

export function emitTakeRows(context: KernelContext, addresses: Addresses, take: TakeRows): void {
  const [, count, inner] = sizes(take.to.shape);
  const sides = {
    many: addresses.at(take.to),
    one: addresses.at(take.from),
    shape: sizes(take.from.shape),
    count,
  };
  eachRow(context, addresses, take, sides, ({ many, one }) => {
    combine(addresses, one, many, inner, (from) => from);
  });
}

export function emitScatterAdd(context: KernelContext, addresses: Addresses, scatter: ScatterAdd): void {
  const { f } = addresses;
  const [, count, inner] = sizes(scatter.from.shape);
  const shape = sizes(scatter.to.shape);
  const target = f.keep(addresses.at(scatter.to));
  combine(addresses, target, target, shape[0] * shape[1] * shape[2], () => f32x4.const(0));
  const sides = { many: addresses.at(scatter.from), one: target, shape, count };
  const add = scatter.to.type === "f32" ? f32x4.add : i32x4.add;
  eachRow(context, addresses, scatter, sides, ({ many, one }) => {
    combine(addresses, many, one, inner, (from, before) => add(before, from));
  });
}

/** to[i] = of(from[i], to[i]) for `count` words. */
function combine(
  { f }: Addresses,
  from: I32,
  to: I32,
  count: number,
  of: (from: V128, before: V128) => V128,
): void {
  const source = f.keep(i32.add(from, 0));
  const target = f.keep(i32.add(to, 0));
  f.repeat(count >> 2, () => {
    f.do(v128.store(target, of(v128.load(source), v128.load(target))));
    f.increase(source, 16);
    f.increase(target, 16);
  });
  for (let i = 0; i < (count & 3); i++) {
    const value = of(v128.load32Splat(source, wordBytes * i), v128.load32Splat(target, wordBytes * i));
    f.do(v128.store32Lane(target, value, 0, wordBytes * i));
  }
}
