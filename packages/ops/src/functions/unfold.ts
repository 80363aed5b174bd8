/** Sliding windows. */
import { SeqError } from "@seqloom/diagnostic";
import { allocate, formatShape, fromData, normalizeAxis } from "@seqloom/tensor";
import type { Value } from "../value.ts";
import { takeRows } from "./gather.ts";

export interface UnfoldOptions {
  /** Entries in a window. */
  readonly size: number;
  /** Entries from one window's start to the next; 1 if left out. */
  readonly step?: number;
  /** Entries from one entry of a window to the next; 1 if left out. */
  readonly dilation?: number;
}

/**
 * Overlapping windows along an axis; gradients of shared entries add up.
 *
 * @returns x's shape with the axis replaced by [windows, size]
 * @throws SeqError "window-size" unless the size, step and dilation are whole numbers from 1 and one window fits
 * @example unfold(x, 0, { size: 3 })      // [T, I] to [T - 2, 3, I]
 */
export function unfold(x: Value, axis: number, { size, step = 1, dilation = 1 }: UnfoldOptions): Value {
  const at = normalizeAxis(axis, x.shape.length, "unfold");
  const n = x.shape[at] ?? 0;
  const reach = (size - 1) * dilation + 1;
  if ([size, step, dilation].some((k) => !Number.isInteger(k) || k < 1) || reach > n) {
    throw new SeqError(
      "window-size",
      `unfold: windows of size ${size}, step ${step}, dilation ${dilation} do not fit axis ${at} of ${formatShape(x.shape)}`,
      {
        help: `a window reaches over ${reach} entries, the axis has ${n}`,
        details: { op: "unfold", size, step, dilation, axis: at, shape: x.shape },
      },
    );
  }
  const windows = Math.floor((n - reach) / step) + 1;
  const places = allocate("i32", windows * size);
  for (let i = 0; i < places.length; i++) places[i] = Math.floor(i / size) * step + (i % size) * dilation;
  return takeRows(x, fromData(places, [windows, size]), at);
}
