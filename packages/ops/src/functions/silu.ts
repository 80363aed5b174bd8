/** The sigmoid linear unit (swish). https://arxiv.org/abs/1702.03118 */
import { mul } from "../primitives/mul.ts";
import { sigmoid } from "../primitives/sigmoid.ts";
import type { Value } from "../value.ts";

/** x sigmoid(x), entry by entry. */
export function silu(x: Value): Value {
  return mul(x, sigmoid(x));
}
