/**
 * The shape of a loop nest: axes of a pass over several views, joined and ordered so that the innermost is long and
 * lies in sequence for as many views as can be.
 */

export interface Axis {
  readonly size: number;
  /** In words, one per view. */
  readonly strides: readonly number[];
}

/**
 * The nest of a pass in which the order of entries does not matter, outermost axis first; never empty.
 *
 * @param strides  per view, one stride per axis of `shape`
 */
export function loopNest(shape: readonly number[], strides: readonly (readonly number[])[]): readonly Axis[] {
  const axes = joinAxes(axesOf(shape, strides));
  const inner = axes.reduce(
    (best, axis) => (cost(axis) < cost(best) ? axis : best),
    axes.at(-1) ?? single(strides),
  );
  return joinAxes([...axes.filter((axis) => axis !== inner), inner]);
}

/** The axes of a shape that have more than one entry. */
export function axesOf(shape: readonly number[], strides: readonly (readonly number[])[]): Axis[] {
  return shape.flatMap((size, axis) =>
    size === 1 ? [] : [{ size, strides: strides.map((own) => own[axis] ?? 0) }],
  );
}

/** Neighbouring axes as one where every view walks through both without a jump. */
export function joinAxes(axes: readonly Axis[]): Axis[] {
  const joined: Axis[] = [];
  for (const axis of axes) {
    const outer = joined.at(-1);
    if (outer?.strides.every((stride, i) => stride === axis.size * (axis.strides[i] ?? 0))) {
      joined[joined.length - 1] = { size: outer.size * axis.size, strides: axis.strides };
    } else joined.push(axis);
  }
  return joined;
}

/** Work per entry if the axis were innermost: four lanes at a time, jumps one lane at a time. */
function cost({ size, strides }: Axis): number {
  const perVector = strides.reduce((sum, stride) => sum + (stride === 0 || stride === 1 ? 1 : 6), 1);
  return (perVector * Math.ceil(size / 4)) / size;
}

const single = (strides: readonly unknown[]): Axis => ({ size: 1, strides: strides.map(() => 1) });
