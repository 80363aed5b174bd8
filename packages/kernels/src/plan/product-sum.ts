/**
 * Sums with matrix products as one step: start + a b + ..., so that the first product begins at the other term
 * instead of 0 and no pass over memory follows. This is the bias of a linear layer, and a recurrent step's
 * b + x W + h U.
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

/** Which operands of a product are read with their last two axes swapped. */
export interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export interface ProductSumAttributes {
  /** One entry per product. */
  readonly terms: readonly Transposes[];
  readonly [key: string]: unknown;
}

/** (start, a, b, a, b, ...) -> start + a b + ...; `start` repeats to the shape of the products. */
export const productSumPrimitive: Primitive<ProductSumAttributes> = {
  name: "productSum",
  type([, a, b], { terms: [first] }) {
    return a === undefined || b === undefined || first === undefined
      ? []
      : matmulPrimitive.type([a, b], { ...first });
  },
  run([start, ...operands], { terms }, outputs) {
    let sum = start;
    terms.forEach((transposes, i) => {
      const [product] = matmulPrimitive.run(operands.slice(2 * i, 2 * i + 2), { ...transposes }, outputs);
      const next = sum === undefined || product === undefined ? undefined : add(sum, product);
      if (next instanceof Tensor) sum = next;
    });
    return sum === undefined ? [] : [sum];
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
  const sum = to.add(productSumPrimitive, [first, to.at(a), to.at(b)], { terms: [product.attributes] });
  return sameShape(whole, shape) ? sum : to.add(reshapePrimitive, sum, { shape });
}
