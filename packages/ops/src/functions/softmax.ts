/** softmax, its logarithm and log-sum-exp; all subtract the maximum first, so that nothing overflows. */
import { normalizeAxes, normalizeAxis, scalar } from "@seqloom/tensor";
import { abs } from "../primitives/abs.ts";
import { add } from "../primitives/add.ts";
import { amax } from "../primitives/amax.ts";
import { div } from "../primitives/div.ts";
import { equal } from "../primitives/equal.ts";
import { exp } from "../primitives/exp.ts";
import { log } from "../primitives/log.ts";
import { stopGradient } from "../primitives/stop-gradient.ts";
import { sub } from "../primitives/sub.ts";
import { sum } from "../primitives/sum-broadcast.ts";
import { where } from "../primitives/where.ts";
import type { ReduceOptions } from "../reduce-over.ts";
import type { Value } from "../value.ts";
import { squeeze } from "./dims.ts";

/** e^x / sum(e^x) along an axis. Entries of -Infinity get 0; a line of nothing else gives NaN. */
export function softmax(x: Value, axis = -1): Value {
  const weights = exp(sub(x, largest(x, normalizeAxis(axis, x.shape.length, "softmax"))));
  return div(weights, sum(weights, axis, { keepDims: true }));
}

/** log(softmax(x)) along an axis, without the loss of digits of taking the logarithm afterwards. */
export function logSoftmax(x: Value, axis = -1): Value {
  const shifted = sub(x, largest(x, normalizeAxis(axis, x.shape.length, "logSoftmax")));
  return sub(shifted, log(sum(exp(shifted), axis, { keepDims: true })));
}

/** log(sum(e^x)) over the axes (all if left out); -Infinity where all entries are, and over nothing. */
export function logSumExp(x: Value, axes?: number | readonly number[], options: ReduceOptions = {}): Value {
  const over = normalizeAxes(axes, x.shape.length, "logSumExp");
  const top = largest(x, over);
  // An infinite maximum would give Infinity - Infinity; without the shift the sum is right by itself.
  const shift = where(equal(abs(top), Number.POSITIVE_INFINITY), 0, top);
  const total = add(log(sum(exp(sub(x, shift)), over, { keepDims: true })), shift);
  return options.keepDims ? total : squeeze(total, over);
}

/** What is subtracted; a constant for the gradient, since the result does not depend on it. Nothing has no largest. */
function largest(x: Value, axes: number | readonly number[]): Value {
  return [axes].flat().some((axis) => x.shape[axis] === 0)
    ? scalar(0, x.dtype)
    : stopGradient(amax(x, axes, { keepDims: true }));
}
