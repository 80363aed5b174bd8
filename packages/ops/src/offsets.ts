/** Index arithmetic of the plain device: where entries of one shape lie in another. */
import { allocate, type Shape, sizeOf, stridesOf } from "@seqloom/tensor";

/** For every entry of `to`, the index of the entry of `from` that is repeated there (aligned at the last axes). */
export function broadcastOffsets(from: Shape, to: Shape): Int32Array {
  const lead = to.length - from.length;
  const own = stridesOf(from);
  return walk(
    to,
    to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : (own[axis - lead] ?? 0))),
  );
}

/** For every entry of `shape`, the index of its place after the axes are reduced away. */
export function axisOffsets(shape: Shape, axes: readonly number[]): Int32Array {
  const kept = stridesOf(shape.filter((_, axis) => !axes.includes(axis)));
  let next = 0;
  return walk(
    shape,
    shape.map((_, axis) => (axes.includes(axis) ? 0 : (kept[next++] ?? 0))),
  );
}

/** Row-major walk over `shape`, giving the dot product of place and strides at every entry. */
export function walk(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const offsets = allocate("i32", sizeOf(shape));
  const place = new Array<number>(shape.length).fill(0);
  let at = start;
  for (let i = 0; i < offsets.length; i++) {
    offsets[i] = at;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (place[axis] ?? 0) + 1;
      const stride = strides[axis] ?? 0;
      if (next < (shape[axis] ?? 0)) {
        place[axis] = next;
        at += stride;
        break;
      }
      place[axis] = 0;
      at -= stride * (next - 1);
    }
  }
  return offsets;
}
