/**
 * join pads: a sum of blocks, each padded with zeros to the whole, is the blocks side by side.
 *
 * The gradients of the gates of a stacked product come out this way: each gate is a slice, the gradient of a slice
 * is a pad, and the cotangent of the whole is their sum.
 */
import { addPrimitive, concatPrimitive, padPrimitive, type SliceRange } from "@seqloom/ops";
import { type Equation, type Graph, makersOf, typeOf, type ValueId } from "../graph.ts";
import { rewrite } from "../rewrite.ts";
import { withBodies } from "./bodies.ts";
import { prune } from "./prune.ts";

export function joinPads(graph: Graph): Graph {
  const maker = makersOf(graph);
  const joined = rewrite(graph, (equation, to) => {
    const [out] = equation.outputs;
    if (equation.primitive === addPrimitive && out !== undefined) {
      const blocks = blocksOf(out, maker, graph);
      if (blocks !== undefined)
        return to.add(concatPrimitive, blocks.parts.map(to.at), { axis: blocks.axis });
    }
    return withBodies(equation, to, joinPads);
  });
  return prune(joined);
}

interface Blocks {
  readonly parts: readonly ValueId[];
  readonly axis: number;
}

/** The blocks whose padded sum the value is, if they lie side by side along one axis and fill the whole. */
function blocksOf(id: ValueId, maker: ReadonlyMap<ValueId, Equation>, graph: Graph): Blocks | undefined {
  const pads = terms(id, maker);
  if (pads === undefined || pads.length < 2) return undefined;
  const shape = typeOf(graph, id).shape;
  const ranges = pads.map((pad) => (pad.attributes as { readonly ranges: readonly SliceRange[] }).ranges); // as pad makes them
  const cut = shape.flatMap((n, axis) =>
    ranges.every((r) => r[axis]?.start === 0 && r[axis]?.count === n && r[axis]?.step === 1) ? [] : [axis],
  );
  const [axis] = cut;
  if (axis === undefined || cut.length !== 1) return undefined;
  const sorted = pads
    .map((pad, i) => ({ part: pad.inputs[0], range: ranges[i]?.[axis] }))
    .sort((a, b) => (a.range?.start ?? 0) - (b.range?.start ?? 0));
  let end = 0;
  for (const { range } of sorted) {
    if (range === undefined || range.step !== 1 || range.start !== end) return undefined;
    end += range.count;
  }
  return end === shape[axis] ? { axis, parts: sorted.flatMap(({ part }) => part ?? []) } : undefined;
}

/** The pads that a tree of sums adds up; undefined where anything else is among them. */
function terms(id: ValueId, maker: ReadonlyMap<ValueId, Equation>): Equation[] | undefined {
  const made = maker.get(id);
  if (made?.primitive === padPrimitive)
    return (made.attributes as { readonly value: number }).value === 0 ? [made] : undefined;
  if (made?.primitive !== addPrimitive) return undefined;
  const parts = made.inputs.map((input) => terms(input, maker));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}
