/**
 * Where values should be made so that they need not be moved afterwards: the parts of a concatenation in their
 * columns of the whole, a value that is only reshaped in its place under the other shape.
 */
import { typeOf, type ValueId } from "@seqloom/graph";
import { concatPrimitive, permutePrimitive, reshapePrimitive } from "@seqloom/ops";
import type { Block } from "./block.ts";
import { classOf } from "./classify.ts";
import type { View } from "./plan.ts";
import { permuteView, reshapeView, sliceView } from "./views.ts";

/** Walks from the results back, so that targets found reach what they are made of. */
export function spreadTargets(block: Block): void {
  const { graph, targets } = block;
  for (const { primitive, attributes, inputs, outputs } of [...graph.equations].reverse()) {
    const [out] = outputs;
    const [from] = inputs;
    if (out === undefined || from === undefined) continue;
    if (primitive === concatPrimitive) {
      const whole = targets.get(out) ?? block.scratch(typeOf(graph, out));
      targets.set(out, whole);
      concatParts(block, inputs, whole, (attributes as { readonly axis: number }).axis).forEach((view, i) =>
        offer(block, inputs[i], view),
      ); // as concat makes them
    }
    const target = targets.get(out);
    if (target === undefined) continue;
    if (primitive === reshapePrimitive) offer(block, from, reshapeView(target, block.shapeOf(from)));
    if (primitive === permutePrimitive) {
      const { axes } = attributes as { readonly axes: readonly number[] };
      offer(
        block,
        from,
        permuteView(
          target,
          axes.map((_, axis) => axes.indexOf(axis)),
        ),
      );
    }
  }
}

/** The place of each part in the whole. */
export function concatParts(block: Block, parts: readonly ValueId[], whole: View, axis: number): View[] {
  let start = 0;
  return parts.map((part) => {
    const shape = block.shapeOf(part);
    const at = start;
    start += shape[axis] ?? 0;
    return sliceView(
      whole,
      shape.map((count, i) => ({ start: i === axis ? at : 0, count, step: 1 })),
    );
  });
}

/** A value takes the first target it is offered; what is not made in this block stays where it is. */
function offer(block: Block, id: ValueId | undefined, view: View | undefined): void {
  if (id === undefined || view === undefined || block.targets.has(id) || block.isPlaced(id)) return;
  const maker = block.maker.get(id);
  const isMade =
    maker !== undefined &&
    (classOf(maker) !== "view" ||
      maker.primitive === reshapePrimitive ||
      maker.primitive === permutePrimitive);
  if (isMade) block.targets.set(id, view);
}
