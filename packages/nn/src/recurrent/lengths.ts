/** Which steps of a padded batch are there. */
import { SeqError } from "@seqloom/diagnostic";
import {
  amax,
  cast,
  equal,
  expandDims,
  less,
  maximum,
  slice,
  squeeze,
  sum,
  Traced,
  transpose,
  type Value,
  where,
} from "@seqloom/ops";
import { arange, formatType, fromData, Tensor } from "@seqloom/tensor";

export interface Coverage {
  /** Number of steps of each example, i32[B] or numbers; what follows is padding and does not matter. */
  readonly lengths?: Value | readonly number[];
  /** Or bool [T, B] (batch first: [B, T]), where steps are missing elsewhere too. */
  readonly mask?: Value;
}

/**
 * bool [T, B], true where there is a step; undefined where all are there.
 *
 * @throws SeqError "lengths" if they do not fit T and B, or lengths and mask are both given
 */
export function coverageMask(given: Coverage, T: number, B: number, batchFirst: boolean): Value | undefined {
  const { lengths, mask } = given;
  const wrong = (message: string, help: string) =>
    new SeqError("lengths", message, { help, details: { T, B, mask: mask?.shape } });
  if (lengths !== undefined) {
    if (mask !== undefined) throw wrong("lengths and mask are both given", "give one of them");
    const n =
      lengths instanceof Tensor || lengths instanceof Traced
        ? cast(lengths, "i32")
        : fromData(Int32Array.from(lengths));
    if (n.shape.length !== 1 || n.shape[0] !== B)
      throw wrong(`the lengths are ${formatType(n)}`, `give one for each of the ${B} examples`);
    const outside = n instanceof Tensor ? n.data.find((length) => length < 0 || length > T) : undefined;
    if (outside !== undefined)
      throw wrong(`a length is ${outside}, the sequences have ${T} steps`, `use 0 to ${T}`);
    return less(expandDims(arange(0, T), 1), n);
  }
  if (mask === undefined) return undefined;
  const want = batchFirst ? [B, T] : [T, B];
  if (mask.dtype !== "bool" || mask.shape.join() !== want.join())
    throw wrong(`the mask is ${formatType(mask)}`, `it must be bool[${want.join(", ")}]`);
  return batchFirst ? transpose(mask) : mask;
}

/**
 * What a pass over time ends with: the entry at each example's last step, of a backward pass at its first.
 *
 * @param y     [T, B, H]
 * @param mask  as `coverageMask` gives it; an example without steps ends with zeros
 * @returns     [B, H]
 */
export function lastOf(y: Value, mask: Value | undefined, isBackward: boolean): Value {
  const T = y.shape[0] ?? 0;
  if (mask === undefined) return squeeze(isBackward ? slice(y, 0, 0, 1) : slice(y, 0, T - 1, T), 0);
  // Steps are numbered 1 to T in the direction of the pass; the highest number that is there is the last.
  const number = where(mask, expandDims(isBackward ? arange(T, 0, -1) : arange(1, T + 1), 1), 0);
  const isLast = equal(number, maximum(amax(number, 0, { keepDims: true }), 1));
  return sum(where(expandDims(isLast, -1), y, 0), 0);
}
