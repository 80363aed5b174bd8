/** Tensors as text, as NumPy prints arrays. */
import { numberFormat } from "./number-format.ts";
import { formatType, stridesOf, type TensorType } from "./shape.ts";

/** From more entries than this on, only the edges of long axes are shown. */
const threshold = 1000;
/** Entries shown at either end of a long axis; fewer where there are so many axes that too much would be shown. */
const edges = [3, 2, 1];
const mostShown = 5000;
const lineWidth = 75;

/** What is printed: all of a tensor that it takes. */
interface Printable extends TensorType {
  readonly data: ArrayLike<number>;
}

/**
 * The type and the numbers in nested brackets, aligned. A tensor of over 1,000 entries shows the first and last
 * three along each axis (fewer where there are many axes), so the text is quickly made for any size.
 *
 * @example format(tensor([[1, 2.5], [-3, 4]]))
 *          // f32[2, 2]
 *          // [[ 1. ,  2.5],
 *          //  [-3. ,  4. ]]
 */
export function format(x: Printable): string {
  const type = formatType(x);
  if (x.data.length === 0) return `${type} []`;
  const edge = edgeOf(x);
  if (edge === undefined) return `${type} [...]`;
  const write = numberFormat(shownEntries(x, edge), x.dtype);
  const strides = stridesOf(x.shape);
  const build = (axis: number, offset: number): string => {
    const size = x.shape[axis];
    if (size === undefined) return write(x.data[offset] ?? 0);
    const parts = places(size, edge).map((i) =>
      i === undefined ? "..." : build(axis + 1, offset + i * (strides[axis] ?? 0)),
    );
    const depth = x.shape.length - axis - 1;
    return `[${depth === 0 ? row(parts, axis) : parts.join(`,${"\n".repeat(depth)}${" ".repeat(axis + 1)}`)}]`;
  };
  return `${type}${x.shape.length > 1 ? "\n" : " "}${build(0, 0)}`;
}

/** How many entries to show at either end of an axis; undefined where even one is too much. */
function edgeOf(x: Printable): number | undefined {
  if (x.data.length <= threshold) return Number.POSITIVE_INFINITY;
  return edges.find((edge) => x.shape.reduce((n, size) => n * Math.min(size, 2 * edge), 1) <= mostShown);
}

/** The places along an axis that are shown; undefined where some are left out. */
function places(size: number, edge: number): readonly (number | undefined)[] {
  if (size <= 2 * edge) return Array.from({ length: size }, (_, i) => i);
  const ends = Array.from({ length: edge }, (_, i) => i);
  return [...ends, undefined, ...ends.map((i) => size - edge + i)];
}

function shownEntries(x: Printable, edge: number): readonly number[] {
  const strides = stridesOf(x.shape);
  const offsets = x.shape.reduce<readonly number[]>(
    (offsets, size, axis) => {
      const steps = places(size, edge).flatMap((i) => (i === undefined ? [] : [i * (strides[axis] ?? 0)]));
      return offsets.flatMap((offset) => steps.map((step) => offset + step));
    },
    [0],
  );
  return offsets.map((offset) => x.data[offset] ?? 0);
}

/** The entries of a row, broken where the line is full; `axis` brackets stand before it. */
function row(parts: readonly string[], axis: number): string {
  const indent = " ".repeat(axis + 1);
  const width = lineWidth - axis - 1;
  const lines: string[] = [];
  let line = indent;
  parts.forEach((part, i) => {
    if (line.length + part.length > width && line.length > indent.length) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += i < parts.length - 1 ? `${part}, ` : part;
  });
  return [...lines, line].join("\n").slice(indent.length);
}
