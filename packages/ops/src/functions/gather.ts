/** Entries picked by number: whole rows, or one choice per place. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape, formatType, normalizeAxis, sameShape } from "@seqloom/tensor";
import { bindOne } from "../bind.ts";
import { add } from "../primitives/add.ts";
import { cast } from "../primitives/cast.ts";
import { permute } from "../primitives/permute.ts";
import { type SliceRange, sliceRanges } from "../primitives/slice-pad.ts";
import { scatterAddPrimitive, takePrimitive } from "../primitives/take-scatter.ts";
import type { Value } from "../value.ts";

/**
 * Entries along an axis in the order of the index, repeats allowed; their gradients add up.
 *
 * @param index  i32 of any shape [n...], counted from 0
 * @returns      x's shape with the axis replaced by [n...]
 * @throws SeqError "index-range" when a number does not exist, "index-type" unless i32
 * @example takeRows(x, tensor([2, 0, 2], "i32"), 1)      // x[:, [2, 0, 2]]
 */
export function takeRows(x: Value, index: Value, axis = 0): Value {
  checkIndex(index, "takeRows");
  return bindOne(takePrimitive, [x, index], {
    axis: normalizeAxis(axis, x.shape.length, "takeRows"),
    ownIndex: false,
  });
}

/**
 * One choice per place: out[i, j, k] = x[i, index[i, j, k], k] for axis 1, and so on.
 *
 * @param index  i32 with as many axes as x, in the other axes not longer than x
 * @returns      the shape of the index
 * @throws SeqError "index-range", "index-type", "shape-mismatch"
 */
export function gather(x: Value, axis: number, index: Value): Value {
  const at = normalizeAxis(axis, x.shape.length, "gather");
  checkIndex(index, "gather");
  checkFits(index, x, at, "gather");
  const ranges: readonly SliceRange[] = x.shape.map((n, i) => ({
    start: 0,
    count: i === at ? n : (index.shape[i] ?? n),
    step: 1,
  }));
  const { toLast, back } = lastAxis(x.shape.length, at);
  const picked = bindOne(takePrimitive, [permute(sliceRanges(x, ranges), toLast), permute(index, toLast)], {
    axis: x.shape.length - 1,
    ownIndex: true,
  });
  return permute(picked, back);
}

/**
 * Adds updates into a value: out = base, then out[i, index[i, j, k], k] += updates[i, j, k] for axis 1, and so on.
 * The adjoint of `gather`; places named several times add up.
 *
 * @param index    i32 with as many axes as base, in the other axes as long as base
 * @param updates  of the shape of the index
 * @throws SeqError "index-range", "index-type", "shape-mismatch"
 */
export function scatterAdd(base: Value, axis: number, index: Value, updates: Value): Value {
  const at = normalizeAxis(axis, base.shape.length, "scatterAdd");
  checkIndex(index, "scatterAdd");
  if (!sameShape(index.shape, updates.shape))
    throw misfit("scatterAdd", index, updates, "give one index per update");
  const inBase = updates.shape.map((n, i) => (i === at ? (base.shape[i] ?? 0) : n));
  if (!sameShape(inBase, base.shape)) {
    throw misfit("scatterAdd", index, base, `all axes but ${at} must be as long as the value's`);
  }
  const { toLast, back } = lastAxis(base.shape.length, at);
  const numbers = updates.dtype === "bool" ? cast(updates, "i32") : updates; // sums of truth values are counts
  const added = bindOne(scatterAddPrimitive, [permute(numbers, toLast), permute(index, toLast)], {
    axis: base.shape.length - 1,
    ownIndex: true,
    size: base.shape[at] ?? 0,
  });
  return add(base, permute(added, back));
}

function lastAxis(rank: number, axis: number): { toLast: readonly number[]; back: readonly number[] } {
  const toLast = [...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis), axis];
  return { toLast, back: toLast.map((_, i) => toLast.indexOf(i)) };
}

function checkIndex(index: Value, op: string): void {
  if (index.dtype === "i32") return;
  throw new SeqError("index-type", `${op}: the index is ${formatType(index)}, it must be i32`, {
    help: index.dtype === "bool" ? "pick by truth values with booleanIndex" : 'cast it: cast(index, "i32")',
    details: { op, dtype: index.dtype, shape: index.shape },
  });
}

/** As many axes; an axis other than `axis` of the index is not longer than x's. */
function checkFits(index: Value, x: Value, axis: number, op: string): void {
  const fits =
    index.shape.length === x.shape.length &&
    index.shape.every((n, i) => i === axis || n <= (x.shape[i] ?? 0));
  if (!fits) throw misfit(op, index, x, `no axis but ${axis} may be longer than the value's`);
}

function misfit(op: string, index: Value, x: Value, help: string): SeqError {
  return new SeqError(
    "shape-mismatch",
    `${op}: the index ${formatShape(index.shape)} does not fit ${formatShape(x.shape)}`,
    { help, details: { op, index: index.shape, shape: x.shape } },
  );
}
