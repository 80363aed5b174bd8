/** Makes the stacked weights of a cell from its parameters: once, outside the loop over time. */
import { concat, mul, slice, stopGradient, type Value } from "@seqloom/ops";
import { zeros } from "@seqloom/tensor";
import type { Layout, Segment } from "./layout.ts";

/** The weights of a cell in the form in which a step uses them. */
export interface Prepared {
  readonly stacks: readonly { readonly weight: Value; readonly bias: Value | undefined }[];
  /** A parameter by its path within the cell. */
  readonly at: (path: string) => Value;
}

/** @param lookup  the parameter with a path within the cell */
export function prepare(layout: Layout, lookup: (path: string) => Value): Prepared {
  const at = (path: string): Value =>
    layout.parameters[path]?.frozen ? stopGradient(lookup(path)) : lookup(path);
  return {
    at,
    stacks: layout.stacks.map(({ weights, bias }) => ({
      weight: stackOf(weights, layout, at),
      bias: bias.length === 0 ? undefined : stackOf(bias, layout, at),
    })),
  };
}

function stackOf(segments: readonly Segment[], layout: Layout, at: (path: string) => Value): Value {
  const dtype = segments.flatMap(({ path }) => (path === undefined ? [] : at(path).dtype))[0];
  const parts = merged(segments).map(({ path, start, rows, mask }) => {
    if (path === undefined) return zeros([rows], dtype);
    const whole = layout.parameters[path]?.shape[0];
    const part = start === 0 && rows === whole ? at(path) : slice(at(path), 0, start, start + rows);
    return mask === undefined ? part : mul(part, mask);
  });
  return concat(parts);
}

/** Neighbouring rows of one parameter as one segment: the stack of PyTorch's weight is that weight, uncopied. */
function merged(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    const follows =
      last !== undefined &&
      last.path === segment.path &&
      last.mask === undefined &&
      segment.mask === undefined &&
      (segment.path === undefined || last.start + last.rows === segment.start);
    if (follows) result[result.length - 1] = { ...last, rows: last.rows + segment.rows };
    else result.push(segment);
  }
  return result;
}
