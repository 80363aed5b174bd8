/** The algebra of views: what reshapes, slices and repeats do to shape and strides without moving a number. */
import { sizeOf, stridesOf } from "@seqloom/tensor";
import type { BufferId, View, WordType } from "./plan.ts";

/** The whole of a buffer, row-major. */
export function wholeView(buffer: BufferId, shape: readonly number[], type: WordType): View {
  return { buffer, offset: 0, shape, strides: stridesOf(shape), timeStrides: [], type };
}

/** Whether the entries lie one after another in row-major order. Axes of size 1 may have any stride. */
export function isContiguous(view: View): boolean {
  const want = stridesOf(view.shape);
  return (
    sizeOf(view.shape) <= 1 || view.shape.every((n, axis) => n === 1 || view.strides[axis] === want[axis])
  );
}

export function permuteView(view: View, axes: readonly number[]): View {
  return {
    ...view,
    shape: axes.map((axis) => view.shape[axis] ?? 1),
    strides: axes.map((axis) => view.strides[axis] ?? 0),
  };
}

export function sliceView(
  view: View,
  ranges: readonly { readonly start: number; readonly count: number; readonly step: number }[],
): View {
  const offset = ranges.reduce(
    (at, range, axis) => at + range.start * (view.strides[axis] ?? 0),
    view.offset,
  );
  return {
    ...view,
    offset: ranges.some((range) => range.count === 0) ? view.offset : offset,
    shape: ranges.map((range) => range.count),
    strides: ranges.map((range, axis) => range.step * (view.strides[axis] ?? 0)),
  };
}

/** Repeated along leading axes and along axes of size 1, aligned at the last axes. */
export function broadcastView(view: View, shape: readonly number[]): View {
  const lead = shape.length - view.shape.length;
  const strides = shape.map((n, axis) => {
    const own = view.shape[axis - lead];
    return axis < lead || own === undefined || (own === 1 && n !== 1) ? 0 : (view.strides[axis - lead] ?? 0);
  });
  return { ...view, shape, strides };
}

/**
 * The same entries under another shape, if strides can say it: groups of axes that lie one after another in memory
 * can be joined and cut at will.
 *
 * @returns undefined where the numbers would have to move
 */
export function reshapeView(view: View, shape: readonly number[]): View | undefined {
  if (sizeOf(shape) === 0 || isContiguous(view)) return { ...view, shape, strides: stridesOf(shape) };
  const from = view.shape.flatMap((n, axis) => (n === 1 ? [] : [{ n, stride: view.strides[axis] ?? 0 }]));
  const strides = new Array<number>(shape.length).fill(0);
  let next = 0; // first axis of `from` that is not yet covered
  let axis = 0;
  while (axis < shape.length) {
    if (shape[axis] === 1) {
      axis += 1;
      continue;
    }
    // Grow a group on both sides until the sizes match.
    let [left, right] = [from[next]?.n ?? 1, shape[axis] ?? 1];
    let [endLeft, endRight] = [next + 1, axis + 1];
    while (left !== right) {
      if (left < right) left *= from[endLeft++]?.n ?? 0;
      else right *= shape[endRight++] ?? 0;
      if (endLeft > from.length || endRight > shape.length) return undefined;
    }
    for (let i = next; i < endLeft - 1; i++) {
      const [outer, inner] = [from[i], from[i + 1]];
      if (outer === undefined || inner === undefined || outer.stride !== inner.n * inner.stride)
        return undefined;
    }
    let stride = from[endLeft - 1]?.stride ?? 0;
    for (let i = endRight - 1; i >= axis; i--) {
      strides[i] = stride;
      stride *= shape[i] ?? 1;
    }
    next = endLeft;
    axis = endRight;
  }
  return { ...view, shape, strides };
}

/** One step of a sequence: the first axis becomes the time of the scan at `depth`. `shift` counts steps. */
export function stepView(view: View, depth: number, shift = 0): View {
  const stride = view.strides[0] ?? 0;
  const timeStrides = Array.from({ length: depth + 1 }, (_, i) => view.timeStrides[i] ?? 0);
  timeStrides[depth] = stride;
  return {
    ...view,
    offset: view.offset + shift * stride,
    shape: view.shape.slice(1),
    strides: view.strides.slice(1),
    timeStrides,
  };
}

/** Whether two views read the same words in the same order. */
export function sameView(a: View, b: View): boolean {
  const size = sizeOf(a.shape);
  return (
    a.buffer === b.buffer &&
    a.offset === b.offset &&
    a.shape.length === b.shape.length &&
    size === sizeOf(b.shape) &&
    a.shape.every((n, axis) => n === b.shape[axis] && (n === 1 || a.strides[axis] === b.strides[axis])) &&
    Array.from({ length: Math.max(a.timeStrides.length, b.timeStrides.length) }).every(
      (_, i) => (a.timeStrides[i] ?? 0) === (b.timeStrides[i] ?? 0),
    )
  );
}
