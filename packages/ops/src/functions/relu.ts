/** The rectifier and its leaky form. */
import { lessEqual } from "../primitives/less-equal.ts";
import { mul } from "../primitives/mul.ts";
import { where } from "../primitives/where.ts";
import type { Value } from "../value.ts";

/** max(x, 0), entry by entry; NaN stays, the gradient at 0 is 0. */
export function relu(x: Value): Value {
  return where(lessEqual(x, 0), 0, x);
}

/** x above 0 and slope x elsewhere, entry by entry; the gradient at 0 is the slope. */
export function leakyRelu(x: Value, slope = 0.01): Value {
  return where(lessEqual(x, 0), mul(x, slope), x);
}
