/** Logic on truth values; operands of other dtypes are true where they are not 0. */
import { scalar } from "@seqloom/tensor";
import { cast } from "../primitives/cast.ts";
import { equal } from "../primitives/equal.ts";
import { maximum } from "../primitives/maximum-minimum.ts";
import { mul } from "../primitives/mul.ts";
import type { Value } from "../value.ts";

/** Whether x is false, entry by entry. */
export function not(x: Value): Value {
  return equal(cast(x, "bool"), scalar(0, "bool"));
}

/** Whether both are true, entry by entry, with broadcasting. */
export function and(a: Value, b: Value): Value {
  return mul(cast(a, "bool"), cast(b, "bool"));
}

/** Whether at least one is true, entry by entry, with broadcasting. */
export function or(a: Value, b: Value): Value {
  return maximum(cast(a, "bool"), cast(b, "bool"));
}
