/**
 * over time: an equation of one time step, done for all steps at once.
 *
 * Values of a step become sequences with the time axis in front; values that are the same at every step stay as
 * they are. Used to move work out of a scan, before it (hoist-inputs) or after it (sink-outputs).
 */
import {
  type Attributes,
  broadcastPrimitive,
  castPrimitive,
  concatPrimitive,
  matmulPrimitive,
  padPrimitive,
  permutePrimitive,
  reshapePrimitive,
  type SliceRange,
  slicePrimitive,
  sumPrimitive,
} from "@seqloom/ops";
import { type Shape, sizeOf } from "@seqloom/tensor";
import type { Equation, ValueId } from "../graph.ts";
import type { Rewriter } from "../rewrite.ts";

/** An operand outside the loop. */
export interface Operand {
  readonly id: ValueId;
  /** Whether it has the time axis in front. */
  readonly varies: boolean;
}

/**
 * Adds the equation for all steps.
 *
 * @param operands  at least one varies
 * @param length    number of steps T
 * @returns         the number of the result, [T, ...]; undefined for equations without such a form
 */
export function overTime(
  equation: Equation,
  operands: readonly Operand[],
  length: number,
  to: Rewriter,
): ValueId | undefined {
  const { primitive, attributes } = equation;
  if (equation.outputs.length !== 1) return undefined;
  const shapeAt = ({ id, varies }: Operand): Shape => to.builder.typeOf(id).shape.slice(varies ? 1 : 0);
  const [first] = operands;
  if (first === undefined) return undefined;
  const one = (given: Attributes): ValueId => to.addOne(primitive, [first.id], given);
  if (primitive.pointwise !== undefined) {
    const rank = Math.max(...operands.map((x) => shapeAt(x).length));
    const aligned = operands.map((x) => (x.varies ? withRank(x.id, shapeAt(x), rank, length, to) : x.id));
    return to.addOne(primitive, aligned, attributes);
  }
  switch (primitive) {
    case matmulPrimitive:
      return matmulOverTime(operands, attributes, length, to);
    case castPrimitive:
      return one(attributes);
    case reshapePrimitive:
    case broadcastPrimitive: {
      const { shape } = attributes as { readonly shape: Shape }; // as their primitives make them
      const from =
        primitive === broadcastPrimitive
          ? withRank(first.id, shapeAt(first), shape.length, length, to)
          : first.id;
      return to.addOne(primitive, [from], { shape: [length, ...shape] });
    }
    case permutePrimitive:
      return one({
        axes: [0, ...(attributes as { readonly axes: readonly number[] }).axes.map((axis) => axis + 1)],
      });
    case sumPrimitive:
      return one({ axes: (attributes as { readonly axes: readonly number[] }).axes.map((axis) => axis + 1) });
    case slicePrimitive:
      return one({
        ranges: [whole(length), ...(attributes as { readonly ranges: readonly SliceRange[] }).ranges],
      });
    case padPrimitive: {
      const { ranges, shape, value } = attributes as {
        readonly ranges: readonly SliceRange[];
        readonly shape: Shape;
        readonly value: number;
      };
      return one({ ranges: [whole(length), ...ranges], shape: [length, ...shape], value });
    }
    case concatPrimitive:
      if (operands.some((x) => !x.varies)) return undefined;
      return to.addOne(
        primitive,
        operands.map((x) => x.id),
        { axis: (attributes as { readonly axis: number }).axis + 1 },
      );
    default:
      return undefined;
  }
}

function whole(length: number): SliceRange {
  return { start: 0, count: length, step: 1 };
}

/** Puts axes of size 1 between time and the rest, so that shapes align at their last axes as they do in one step. */
function withRank(id: ValueId, shape: Shape, rank: number, length: number, to: Rewriter): ValueId {
  if (shape.length === rank) return id;
  const padded = [length, ...new Array<number>(rank - shape.length).fill(1), ...shape];
  return to.addOne(reshapePrimitive, [id], { shape: padded });
}

/** All steps as the rows of one product where the right operand is the same at every step, else a batch of products. */
function matmulOverTime(
  operands: readonly Operand[],
  attributes: Attributes,
  length: number,
  to: Rewriter,
): ValueId | undefined {
  const [a, b] = operands;
  if (a === undefined || b === undefined) return undefined;
  const shapeA = to.builder.typeOf(a.id).shape;
  const shapeB = to.builder.typeOf(b.id).shape;
  if (
    a.varies &&
    !b.varies &&
    shapeA.length === 3 &&
    shapeB.length === 2 &&
    attributes.transposeA === false
  ) {
    const [, rows = 0, columns = 0] = shapeA;
    const flat = to.addOne(reshapePrimitive, [a.id], { shape: [length * rows, columns] });
    const product = to.addOne(matmulPrimitive, [flat, b.id], attributes);
    const width = to.builder.typeOf(product).shape[1] ?? 0;
    return to.addOne(reshapePrimitive, [product], { shape: [length, rows, width] });
  }
  const both = a.varies && b.varies && shapeA.length === shapeB.length;
  return both && sizeOf(shapeA) > 0 ? to.addOne(matmulPrimitive, [a.id, b.id], attributes) : undefined;
}
