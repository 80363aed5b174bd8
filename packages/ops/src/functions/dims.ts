/** Axes of size 1 added and dropped. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape, normalizeAxes, normalizeAxis } from "@seqloom/tensor";
import { reshape } from "../primitives/reshape.ts";
import type { Value } from "../value.ts";

/** The value with a new axis of size 1 that becomes axis `axis` of the result (-1: the last). */
export function expandDims(x: Value, axis: number): Value {
  const at = normalizeAxis(axis, x.shape.length + 1, "expandDims");
  return reshape(x, x.shape.toSpliced(at, 0, 1));
}

/**
 * The value without the axes named, which have size 1; without all such axes if left out.
 *
 * @throws SeqError "squeeze-size" if a named axis has another size
 */
export function squeeze(x: Value, axes?: number | readonly number[]): Value {
  const drop =
    axes === undefined
      ? x.shape.flatMap((n, axis) => (n === 1 ? [axis] : []))
      : normalizeAxes(axes, x.shape.length, "squeeze");
  const wide = drop.find((axis) => x.shape[axis] !== 1);
  if (wide !== undefined) {
    throw new SeqError(
      "squeeze-size",
      `squeeze: axis ${wide} of ${formatShape(x.shape)} has size ${x.shape[wide]}`,
      {
        help: "only axes of size 1 can be dropped; take one entry with slice, or reduce the axis",
        details: { op: "squeeze", shape: x.shape, axis: wide },
      },
    );
  }
  return reshape(
    x,
    x.shape.filter((_, axis) => !drop.includes(axis)),
  );
}
