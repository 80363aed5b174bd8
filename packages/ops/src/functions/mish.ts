/** The mish activation. https://arxiv.org/abs/1908.08681 */
import { mul } from "../primitives/mul.ts";
import { tanh } from "../primitives/tanh.ts";
import type { Value } from "../value.ts";
import { softplus } from "./softplus.ts";

/** x tanh(softplus(x)), entry by entry. */
export function mish(x: Value): Value {
  return mul(x, tanh(softplus(x)));
}
