/**
 * push slices: a slice of an entry-by-entry result is the result of the slices, if slices are all that is used of it.
 *
 * What is added to a stacked value that is then cut into gates is cut first, so that everything a gate needs happens
 * in one loop of the gate's shape. A sum with a matrix product stays whole: the product can start from the other term.
 */
import { addPrimitive, matmulPrimitive, type SliceRange, slicePrimitive } from "@seqloom/ops";
import { type Equation, type Graph, makersOf, typeOf, type ValueId } from "../graph.ts";
import { type Rewriter, rewrite } from "../rewrite.ts";
import { withBodies } from "./bodies.ts";
import { prune } from "./prune.ts";

/** Work that is cheap enough to be named twice where two slices overlap. */
const cheapNames: ReadonlySet<string> = new Set(["add", "sub", "mul", "neg"]);

export function pushSlices(graph: Graph): Graph {
  const maker = makersOf(graph);
  const isProduct = (id: ValueId) => maker.get(id)?.primitive === matmulPrimitive;
  const isCheap = ({ primitive, inputs }: Equation) =>
    cheapNames.has(primitive.name) && !(primitive === addPrimitive && inputs.some(isProduct));
  const onlySliced = new Set(graph.types.keys());
  for (const id of graph.outputs) onlySliced.delete(id);
  // From the end, so that a sum whose only use is a sum that will be cut counts as cut too.
  for (const equation of [...graph.equations].reverse()) {
    const isCut =
      equation.primitive === slicePrimitive ||
      (isCheap(equation) && equation.outputs.every((id) => onlySliced.has(id)));
    if (!isCut) for (const id of equation.inputs) onlySliced.delete(id);
  }
  const pushed = rewrite(graph, (equation, to) => {
    const [from] = equation.inputs;
    if (equation.primitive === slicePrimitive && from !== undefined) return [sliceOf(from, equation, to)];
    return withBodies(equation, to, pushSlices);
  });
  return prune(pushed);

  function sliceOf(id: ValueId, { attributes }: Equation, to: Rewriter): ValueId {
    const { ranges } = attributes as { readonly ranges: readonly SliceRange[] }; // as slice makes them
    const made = maker.get(id);
    if (made === undefined || !isCheap(made) || !onlySliced.has(id))
      return to.addOne(slicePrimitive, [to.at(id)], { ranges });
    const shape = typeOf(graph, id).shape;
    const operands = made.inputs.map((input) => {
      const own = typeOf(graph, input).shape;
      const lead = shape.length - own.length;
      const local = own.map(
        (n, axis): SliceRange =>
          n === 1 && shape[axis + lead] !== 1
            ? { start: 0, count: 1, step: 1 }
            : (ranges[axis + lead] ?? { start: 0, count: n, step: 1 }),
      );
      const isWhole = local.every((r, axis) => r.start === 0 && r.step === 1 && r.count === own[axis]);
      return isWhole
        ? to.at(input)
        : sliceOf(
            input,
            { primitive: slicePrimitive, attributes: { ranges: local }, inputs: [input], outputs: [] },
            to,
          );
    });
    return to.addOne(made.primitive, operands, made.attributes);
  }
}
