/** The softsign activation. */
import { abs } from "../primitives/abs.ts";
import { add } from "../primitives/add.ts";
import { div } from "../primitives/div.ts";
import type { Value } from "../value.ts";

/** x / (1 + |x|), entry by entry. */
export function softsign(x: Value): Value {
  return div(x, add(1, abs(x)));
}
