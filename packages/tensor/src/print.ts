/** Tensors as text, in NumPy's manner. */
import type { Tensor } from "./tensor.ts";

const edge = 3;
const threshold = 1000;

/** The tensor as nested brackets; an axis of a tensor of over 1,000 entries shows its first and last three. */
export function format(x: Tensor): string {
  const cut = x.size > threshold;
  const show = (value: number): string =>
    x.dtype === "bool"
      ? String(value !== 0)
      : x.dtype === "i32" || Number.isInteger(value)
        ? String(value)
        : String(Number(value.toPrecision(6)));
  const build = (axis: number, offset: number, span: number): string => {
    const size = x.shape[axis];
    if (size === undefined) return show(x.data[offset] ?? Number.NaN);
    const inner = size === 0 ? 0 : span / size;
    const at = (i: number) => build(axis + 1, offset + i * inner, inner);
    const hidden = cut && size > 2 * edge;
    const parts = hidden
      ? [
          ...Array.from({ length: edge }, (_, i) => at(i)),
          "...",
          ...Array.from({ length: edge }, (_, i) => at(size - edge + i)),
        ]
      : Array.from({ length: size }, (_, i) => at(i));
    const last = axis === x.shape.length - 1;
    return `[${parts.join(last ? ", " : `,\n${" ".repeat(axis + 1)}`)}]`;
  };
  return `${x.dtype}[${x.shape.join(", ")}] ${build(0, 0, x.size)}`;
}
