/** softplus and its mirror image, the logarithm of sigmoid, without overflow. */
import { abs } from "../primitives/abs.ts";
import { add } from "../primitives/add.ts";
import { exp } from "../primitives/exp.ts";
import { log1p } from "../primitives/log1p.ts";
import { maximum } from "../primitives/maximum-minimum.ts";
import { neg } from "../primitives/neg.ts";
import type { Value } from "../value.ts";

/** log(1 + e^x), entry by entry, as max(x, 0) + log1p(e^-|x|). */
export function softplus(x: Value): Value {
  return add(maximum(x, 0), log1p(exp(neg(abs(x)))));
}

/** log(sigmoid(x)), entry by entry: -softplus(-x), finite for every finite x. */
export function logSigmoid(x: Value): Value {
  return neg(softplus(neg(x)));
}
