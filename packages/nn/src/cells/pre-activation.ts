/** What stands inside a gate's activation, with the options that LSTM, GRU and RNN share. */
import { add, clamp, type Value } from "@seqloom/ops";
import type { CellScope } from "../cell/cell.ts";

export interface PreActivationOptions {
  /** Normalises each sum before its activation (Ba, Kiros & Hinton 2016). */
  readonly layerNorm?: boolean;
  /** Holds each sum within [-clip, clip] before its activation. */
  readonly clip?: number;
}

/**
 * clip(norm(sum) + peephole).
 *
 * @param sum       W x + b + W h + b
 * @param peephole  what the gate sees of the memory
 */
export function preActivation(
  q: CellScope,
  { layerNorm, clip }: PreActivationOptions,
  sum: Value,
  peephole?: Value,
): Value {
  const even = layerNorm === true ? q.layerNorm(sum) : sum;
  const seen = peephole === undefined ? even : add(even, peephole);
  return clip === undefined ? seen : clamp(seen, -clip, clip);
}
