/**
 * Products over axes and running products.
 *
 * Made of multiplications alone, halving or doubling the reach each time, so that the gradient is exact where
 * entries are 0 (product / entry would be 0 / 0) and can be differentiated again.
 */
import { normalizeAxes, normalizeAxis } from "@seqloom/tensor";
import { mul } from "../primitives/mul.ts";
import { pad, slice } from "../primitives/slice-pad.ts";
import type { ReduceOptions } from "../reduce-over.ts";
import type { Value } from "../value.ts";
import { squeeze } from "./dims.ts";

/** The product over the axes (all if left out); 1 over an empty axis. */
export function prod(x: Value, axes?: number | readonly number[], options: ReduceOptions = {}): Value {
  const over = normalizeAxes(axes, x.shape.length, "prod");
  const product = over.reduce(productAlong, x);
  return options.keepDims ? product : squeeze(product, over);
}

function productAlong(x: Value, axis: number): Value {
  const n = x.shape[axis] ?? 0;
  if (n === 1) return x;
  const even = n % 2 === 0 && n > 0 ? x : padOnes(x, axis, 0, 1);
  const half = (even.shape[axis] ?? 0) / 2;
  return half < 1 ? even : productAlong(mul(slice(even, axis, 0, half), slice(even, axis, half)), axis);
}

/** Running products along an axis: entry i is the product of entries 0 to i. */
export function cumprod(x: Value, axis: number): Value {
  const at = normalizeAxis(axis, x.shape.length, "cumprod");
  const n = x.shape[at] ?? 0;
  let product = x;
  // After the round with reach r, entry i is the product of the last 2r entries up to i.
  for (let reach = 1; reach < n; reach *= 2) {
    product = mul(product, padOnes(slice(product, at, 0, n - reach), at, reach, 0));
  }
  return product;
}

function padOnes(x: Value, axis: number, before: number, after: number): Value {
  return pad(
    x,
    x.shape.map((_, i) => (i === axis ? [before, after] : [0, 0])),
    1,
  );
}
