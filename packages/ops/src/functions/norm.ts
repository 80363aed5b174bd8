/** Vector norms with a finite gradient everywhere. */
import { SeqError } from "@seqloom/diagnostic";
import { normalizeAxes } from "@seqloom/tensor";
import { abs } from "../primitives/abs.ts";
import { amax } from "../primitives/amax.ts";
import { div } from "../primitives/div.ts";
import { equal } from "../primitives/equal.ts";
import { less } from "../primitives/less.ts";
import { mul } from "../primitives/mul.ts";
import { pow } from "../primitives/pow.ts";
import { stopGradient } from "../primitives/stop-gradient.ts";
import { sum } from "../primitives/sum-broadcast.ts";
import { where } from "../primitives/where.ts";
import type { ReduceOptions } from "../reduce-over.ts";
import type { Value } from "../value.ts";
import { asFloat } from "./as-float.ts";
import { squeeze } from "./dims.ts";
import { and } from "./logic.ts";
import { rootOrZero } from "./root-or-zero.ts";

export interface NormOptions extends ReduceOptions {
  /** 2 if left out; 1, Infinity, or any number above 0. */
  readonly p?: number;
}

/**
 * The p-norm over the axes (all if left out). Entries are scaled by the largest first, so that squares neither
 * overflow nor vanish. The gradient at 0 is 0. Integers give f32.
 *
 * @throws SeqError "norm-order" unless p > 0
 */
export function norm(x: Value, axes?: number | readonly number[], options: NormOptions = {}): Value {
  const { p = 2, keepDims = false } = options;
  if (!(p > 0)) {
    throw new SeqError("norm-order", `norm: p is ${p}`, {
      help: "use 1, 2, Infinity or another number above 0",
      details: { op: "norm", p },
    });
  }
  const v = asFloat(x);
  const over = normalizeAxes(axes, v.shape.length, "norm");
  if (p === 1 || v.shape.includes(0)) return sum(abs(v), over, { keepDims });
  const largest = amax(abs(v), over, { keepDims: true });
  const full = p === Number.POSITIVE_INFINITY ? largest : scaledNorm(v, stopGradient(largest), over, p);
  return keepDims ? full : squeeze(full, over);
}

/** scale ||x / scale||: the scale cancels, so it counts as a constant for every derivative. */
function scaledNorm(x: Value, largest: Value, axes: readonly number[], p: number): Value {
  const isUsable = and(less(0, largest), less(largest, Number.POSITIVE_INFINITY));
  const scale = where(isUsable, largest, 1);
  const unit = div(x, scale);
  if (p === 2) return mul(scale, rootOrZero(sum(mul(unit, unit), axes, { keepDims: true })));
  const total = sum(pow(abs(unit), p), axes, { keepDims: true });
  const isZero = equal(total, 0);
  return mul(scale, where(isZero, 0, pow(where(isZero, 1, total), 1 / p)));
}
