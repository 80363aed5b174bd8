/** The rule of arithmetic on values of different rank: the axes of the smaller are found in the larger by name. */
import { reshape, type Value } from "@seqloom/ops";
import { type Axis, nameOf } from "../2-check/axes/axis.ts";

export interface Aligned {
  readonly value: Value;
  /** Axes as the checker knows them; a cell's values have batch in front of them. */
  readonly axes: readonly Axis[];
}

/** The values in forms that broadcast as the language says. */
export function align(operands: readonly Aligned[]): Value[] {
  const widest = operands.reduce((a, b) => (b.axes.length > a.axes.length ? b : a));
  return operands.map((operand) => alignTo(operand, widest));
}

function alignTo({ value, axes }: Aligned, to: Aligned): Value {
  if (axes.length === to.axes.length || value.shape.length === 0) return value;
  const hasBatch = value.shape.length > axes.length;
  const names = to.axes.map(nameOf);
  let next = 0;
  const shape = names.map((name) => {
    const own = axes[next];
    if (own === undefined || nameOf(own) !== name) return 1;
    const size = value.shape[next + (hasBatch ? 1 : 0)] ?? 1;
    next += 1;
    return size;
  });
  return reshape(value, hasBatch ? [value.shape[0] ?? 1, ...shape] : shape);
}
