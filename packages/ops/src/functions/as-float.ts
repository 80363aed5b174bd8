/** Integers and truth values as f32, for functions whose results are no whole numbers. */
import { floatResult } from "../pointwise.ts";
import { cast } from "../primitives/cast.ts";
import type { Value } from "../value.ts";

export function asFloat(x: Value): Value {
  return cast(x, floatResult(x.dtype));
}
