/** Variance and standard deviation in two passes: the mean first, then the squared distances from it. */
import { div } from "../primitives/div.ts";
import { mul } from "../primitives/mul.ts";
import { sub } from "../primitives/sub.ts";
import { sum } from "../primitives/sum-broadcast.ts";
import type { ReduceOptions } from "../reduce-over.ts";
import type { Value } from "../value.ts";
import { countOver, mean } from "./mean.ts";
import { rootOrZero } from "./root-or-zero.ts";

export interface VarianceOptions extends ReduceOptions {
  /** Divide by n - 1 (the sample's estimate, the default) instead of n. */
  readonly unbiased?: boolean;
}

/** The variance over the axes (all if left out); NaN of a single entry unless `unbiased` is false. */
export function variance(x: Value, axes?: number | readonly number[], options: VarianceOptions = {}): Value {
  const { unbiased = true } = options;
  const distance = sub(x, mean(x, axes, { keepDims: true }));
  const count = countOver(x, axes) - (unbiased ? 1 : 0);
  return div(sum(mul(distance, distance), axes, options), Math.max(0, count));
}

/** The square root of `variance`; its gradient is 0 where the variance is. */
export function std(x: Value, axes?: number | readonly number[], options: VarianceOptions = {}): Value {
  return rootOrZero(variance(x, axes, options));
}
