/** The edge of a matrix: a row of a tile that sticks out of C on the right. */
import type { FunctionReference } from "../wasm/function-builder.ts";
import { i32 } from "../wasm/i32.ts";
import { v128 } from "../wasm/vector.ts";
import type { KernelContext } from "./kernel-context.ts";

/** `(to, first, second, count)`: writes the first `count` (1 to 7) of 8 numbers. */
export function storePart({ once, module }: KernelContext): FunctionReference {
  return once("storePart", () =>
    module.function("storePart", { exported: false }, (f) => {
      const to = f.param("i32", "to");
      const first = f.param("v128", "first");
      const second = f.param("v128", "second");
      const count = f.param("i32", "count");
      f.if(i32.and(count, 4), () => {
        f.do(v128.store(to, first));
        f.set(first, second);
        f.increase(to, 16);
      });
      f.if(i32.and(count, 2), () => {
        f.do(v128.store64Lane(to, first, 0));
        f.set(first, v128.shuffle32(first, first, [2, 3, 2, 3]));
        f.increase(to, 8);
      });
      f.if(i32.and(count, 1), () => f.do(v128.store32Lane(to, first, 0)));
    }),
  );
}
