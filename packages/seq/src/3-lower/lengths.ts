/** Sequences of different length in one batch: which steps are there. Values are batch first. */
import { expandDims, less, reshape, type Value, where } from "@seqloom/ops";
import { arange } from "@seqloom/tensor";
import { type CallSite, lengthsAt, loop } from "./call-site.ts";

/** bool [batch, T]: true where a sequence has a step. */
export function maskOf(lengths: Value, T: number): Value {
  return less(arange(0, T), expandDims(lengths, 1));
}

/** The mask of the first input along the axis it runs along, laid out over all its axes; undefined where all is there. */
function maskAlong(site: CallSite, x: Value): Value | undefined {
  const { place, name } = loop(site);
  const lengths = lengthsAt(site).get(name);
  if (lengths === undefined) return undefined;
  const T = x.shape[place] ?? 0;
  return reshape(
    maskOf(lengths, T),
    x.shape.map((n, axis) => (axis === 0 ? n : axis === place ? T : 1)),
  );
}

/** The value with zeros where there is no step. */
export function withoutPadding(site: CallSite, x: Value): Value {
  const mask = maskAlong(site, x);
  return mask === undefined ? x : where(mask, x, 0);
}
