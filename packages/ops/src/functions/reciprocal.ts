/** 1 / x and 1 / sqrt(x). */
import { div } from "../primitives/div.ts";
import { sqrt } from "../primitives/sqrt.ts";
import type { Operand, Value } from "../value.ts";

/** 1 / x, entry by entry. */
export function reciprocal(x: Operand): Value {
  return div(1, x);
}

/** 1 / sqrt(x), entry by entry: infinite at 0, NaN below. Two roundings in f32. */
export function rsqrt(x: Operand): Value {
  return div(1, sqrt(x));
}
