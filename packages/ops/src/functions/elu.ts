/** The exponential linear unit. https://arxiv.org/abs/1511.07289 */
import { expm1 } from "../primitives/expm1.ts";
import { lessEqual } from "../primitives/less-equal.ts";
import { mul } from "../primitives/mul.ts";
import { where } from "../primitives/where.ts";
import type { Value } from "../value.ts";

/** x above 0 and alpha (e^x - 1) elsewhere, entry by entry. */
export function elu(x: Value, alpha = 1): Value {
  const isLow = lessEqual(x, 0);
  // Above 0 the exponential gets 0 instead of x: it could overflow, and its derivative would meet a zero cotangent.
  return where(isLow, mul(alpha, expm1(where(isLow, x, 0))), x);
}
