/** Which steps of a batch are there. */
import { expandDims, less, type Value } from "@seqloom/ops";
import { arange } from "@seqloom/tensor";

/** bool [batch, T], from the number of steps of each sequence. */
export function maskOf(lengths: Value, T: number): Value {
  return less(arange(0, T), expandDims(lengths, 1));
}
