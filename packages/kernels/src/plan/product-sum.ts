/**
 * Sums with a matrix product as one step: start + a b, so that the product begins at the other term instead of 0 and
 * no pass over memory follows. This is the bias of a linear layer, and the input part of a recurrent step.
 */
import {
  type Equation,
  type Graph,
  isGraph,
  prune,
  type Rewriter,
  rewrite,
  typeOf,
  type ValueId,
} from "@seqloom/graph";
import { add, addPrimitive, matmulPrimitive, type Primitive, reshapePrimitive } from "@seqloom/ops";
import { type Shape, sameShape, sizeOf, Tensor } from "@seqloom/tensor";

interface ProductSumAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly [key: string]: unknown;
}

/** (a, b, start) -> start + a b; `start` repeats to the shape of the product. Exists only after the passes. */
export const productSumPrimitive: Primitive<ProductSumAttributes> = {
  name: "productSum",
  type: ([a, b], attributes) =>
    a === undefined || b === undefined ? [] : matmulPrimitive.type([a, b], attributes),
  run([a, b, start], attributes, outputs) {
    if (a === undefined || b === undefined || start === undefined) return [];
    const [product] = matmulPrimitive.run([a, b], attributes, outputs);
    const sum = product === undefined ? undefined : add(start, product);
    return sum instanceof Tensor ? [sum] : [];
  },
};

/** The same function with sums of a product made one equation, in bodies of scans too. */
export function fuseProductSums(graph: Graph): Graph {
  return prune(fuseAll(graph));
}

function fuseAll(graph: Graph): Graph {
  const maker = new Map<ValueId, Equation>(
    graph.equations.flatMap((e) => e.outputs.map((id) => [id, e] as const)),
  );
  const uses = new Map<ValueId, number>();
  for (const id of [...graph.equations.flatMap((e) => e.inputs), ...graph.outputs]) {
    uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  const ownMaker = (id: ValueId | undefined): Equation | undefined =>
    id !== undefined && uses.get(id) === 1 ? maker.get(id) : undefined;
  /** The product that the value is, perhaps under another shape, if it is used nowhere else. */
  const productOf = (id: ValueId | undefined): Equation | undefined => {
    const made = ownMaker(id);
    const product = made?.primitive === reshapePrimitive ? ownMaker(made.inputs[0]) : made;
    return product?.primitive === matmulPrimitive ? product : undefined;
  };
  return rewrite(graph, (equation, to) => {
    const bodies = Object.entries(equation.attributes).map(([key, value]) => [
      key,
      isGraph(value) ? fuseAll(value) : value,
    ]);
    const plain = () => to.add(equation.primitive, equation.inputs.map(to.at), Object.fromEntries(bodies));
    if (equation.primitive !== addPrimitive) return plain();
    const [a, b] = equation.inputs;
    const [out] = equation.outputs;
    if (a === undefined || b === undefined || out === undefined) return plain();
    for (const [id, start] of [
      [a, b],
      [b, a],
    ] as const) {
      const product = productOf(id);
      if (product === undefined || !sameShape(typeOf(graph, id).shape, typeOf(graph, out).shape)) continue;
      const fused = fuse(graph, product, start, typeOf(graph, out).shape, to);
      if (fused !== undefined) return fused;
    }
    return plain();
  });
}

/** The sum, under the shape that the addition had; undefined where the other term does not lie along the rows. */
function fuse(
  graph: Graph,
  product: Equation,
  start: ValueId,
  shape: Shape,
  to: Rewriter,
): readonly ValueId[] | undefined {
  const [id] = product.outputs;
  const [a, b] = product.inputs;
  if (id === undefined || a === undefined || b === undefined || typeOf(graph, id).dtype !== "f32")
    return undefined;
  const whole = typeOf(graph, id).shape;
  const own = typeOf(graph, start).shape;
  const isRow = sizeOf(own) === own.at(-1) && own.at(-1) === whole.at(-1) && own.at(-1) === shape.at(-1);
  const isWhole = sizeOf(own) === sizeOf(whole);
  if (!isRow && !isWhole) return undefined;
  const wanted = isRow ? own.slice(-1) : whole;
  const first = sameShape(own, wanted)
    ? to.at(start)
    : to.add(reshapePrimitive, [to.at(start)], { shape: wanted })[0];
  if (first === undefined) return undefined;
  const sum = to.add(productSumPrimitive, [to.at(a), to.at(b), first], product.attributes);
  return sameShape(whole, shape) ? sum : to.add(reshapePrimitive, sum, { shape });
}
