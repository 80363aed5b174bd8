/** A sigmoid made of three straight lines. */
import { add } from "../primitives/add.ts";
import { div } from "../primitives/div.ts";
import { lessEqual } from "../primitives/less-equal.ts";
import { where } from "../primitives/where.ts";
import type { Value } from "../value.ts";

/** 0 up to -3, 1 from 3, x / 6 + 1/2 between, entry by entry; no gradient at the two corners, as in PyTorch. */
export function hardsigmoid(x: Value): Value {
  return where(lessEqual(x, -3), 0, where(lessEqual(3, x), 1, add(div(x, 6), 0.5)));
}
