/** Entries in order along an axis, with the places they came from. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape, normalizeAxis } from "@seqloom/tensor";
import { argsort, type SortOptions } from "../primitives/argsort.ts";
import { slice } from "../primitives/slice-pad.ts";
import type { Value } from "../value.ts";
import type { Picked } from "./extremes.ts";
import { gather } from "./gather.ts";

/** The entries in order along an axis and their places; equal entries keep their order, NaN counts as largest. */
export function sort(x: Value, axis = -1, options: SortOptions = {}): Picked {
  const indices = argsort(x, axis, options);
  return { values: gather(x, axis, indices), indices };
}

/**
 * The k largest entries along an axis, largest first, and their places.
 *
 * @throws SeqError "topk-count" unless 0 <= k <= the size of the axis
 */
export function topk(x: Value, k: number, axis = -1): Picked {
  const size = x.shape[normalizeAxis(axis, x.shape.length, "topk")] ?? 0;
  if (!Number.isInteger(k) || k < 0 || k > size) {
    throw new SeqError(
      "topk-count",
      `topk: ${k} of the ${size} entries along axis ${axis} of ${formatShape(x.shape)}`,
      {
        help: `use 0 to ${size}`,
        details: { op: "topk", k, axis, shape: x.shape },
      },
    );
  }
  const indices = slice(argsort(x, axis, { descending: true }), axis, 0, k);
  return { values: gather(x, axis, indices), indices };
}
