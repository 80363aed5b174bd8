/** A square root whose gradient at 0 is 0, one of its subgradients as a norm, instead of infinite. */
import { equal } from "../primitives/equal.ts";
import { sqrt } from "../primitives/sqrt.ts";
import { where } from "../primitives/where.ts";
import type { Value } from "../value.ts";

export function rootOrZero(x: Value): Value {
  const isZero = equal(x, 0);
  return where(isZero, 0, sqrt(where(isZero, 1, x)));
}
