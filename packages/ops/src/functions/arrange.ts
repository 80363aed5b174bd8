/** Entries in another arrangement: mirrored, shifted around, repeated, stacked, cut apart. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape, normalizeAxes, normalizeAxis } from "@seqloom/tensor";
import { concat } from "../primitives/concat.ts";
import { reshape } from "../primitives/reshape.ts";
import { slice } from "../primitives/slice-pad.ts";
import { broadcastTo } from "../primitives/sum-broadcast.ts";
import type { Value } from "../value.ts";
import { expandDims } from "./dims.ts";

/** The value with the axes (all if left out) in reverse order of entries. */
export function flip(x: Value, axes?: number | readonly number[]): Value {
  return normalizeAxes(axes, x.shape.length, "flip").reduce(
    (y, axis) => slice(y, axis, undefined, undefined, -1),
    x,
  );
}

/** The value moved by `shift` places along an axis; what leaves at one end comes in at the other. */
export function roll(x: Value, shift: number, axis: number): Value {
  const n = x.shape[normalizeAxis(axis, x.shape.length, "roll")] ?? 0;
  const by = n === 0 ? 0 : ((shift % n) + n) % n;
  return by === 0 ? x : concat([slice(x, axis, n - by), slice(x, axis, 0, n - by)], axis);
}

/**
 * The value laid side by side with itself, `counts[i]` times along axis i; counts beyond x's axes add axes in front.
 *
 * @throws SeqError "repeat-counts" if there are fewer counts than axes, or one is not a whole number from 0
 */
export function repeat(x: Value, counts: readonly number[]): Value {
  const lead = counts.length - x.shape.length;
  if (lead < 0 || counts.some((n) => !Number.isInteger(n) || n < 0)) {
    throw new SeqError(
      "repeat-counts",
      `repeat: [${counts.join(", ")}] does not fit ${formatShape(x.shape)}`,
      {
        help: "give a whole number from 0 for each axis",
        details: { op: "repeat", counts, shape: x.shape },
      },
    );
  }
  const own = counts.map((_, i) => (i < lead ? 1 : (x.shape[i - lead] ?? 1)));
  const apart = reshape(
    x,
    own.flatMap((n) => [1, n]),
  );
  const repeated = broadcastTo(
    apart,
    own.flatMap((n, i) => [counts[i] ?? 1, n]),
  );
  return reshape(
    repeated,
    own.map((n, i) => n * (counts[i] ?? 1)),
  );
}

/** Values of one shape along a new axis, which becomes axis `axis` of the result. @throws SeqError "shape-mismatch" */
export function stack(values: readonly Value[], axis = 0): Value {
  return concat(
    values.map((x) => expandDims(x, axis)),
    axis,
  );
}

/**
 * The value cut apart along an axis.
 *
 * @param sizes  one per part, adding up to the axis; or one number, the size of every part (the last may be shorter)
 * @throws SeqError "split-sizes"
 */
export function split(x: Value, sizes: number | readonly number[], axis = 0): readonly Value[] {
  const n = x.shape[normalizeAxis(axis, x.shape.length, "split")] ?? 0;
  const parts =
    typeof sizes === "number" && sizes > 0
      ? Array.from({ length: Math.ceil(n / sizes) }, (_, i) => Math.min(sizes, n - i * sizes))
      : [sizes].flat();
  if (parts.some((size) => !Number.isInteger(size) || size < 0) || parts.reduce((a, b) => a + b, 0) !== n) {
    throw new SeqError(
      "split-sizes",
      `split: parts of ${parts.join(" + ")} do not make up the ${n} entries along axis ${axis} of ${formatShape(x.shape)}`,
      { help: `use whole sizes that add up to ${n}`, details: { op: "split", sizes, axis, shape: x.shape } },
    );
  }
  let at = 0;
  return parts.map((size) => {
    const start = at;
    at += size;
    return slice(x, axis, start, at);
  });
}
