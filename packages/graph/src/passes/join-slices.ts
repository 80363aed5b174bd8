/**
 * join slices: sums of matching slices of two values are slices of the sum of the values.
 *
 * A cell cuts its stacked products into gates and adds them gate by gate, input part and state part. Added as wholes
 * they are one sum, which can be made part of a product; see order-sums.
 */
import { addPrimitive, type SliceRange, slicePrimitive } from "@seqloom/ops";
import { sameShape, sizeOf } from "@seqloom/tensor";
import { type Equation, type Graph, makersOf, typeOf, usersOf, type ValueId } from "../graph.ts";
import { rewrite } from "../rewrite.ts";
import { withBodies } from "./bodies.ts";
import { prune } from "./prune.ts";

/** Sums of slices of the same two values. */
interface Pair {
  readonly left: ValueId;
  readonly right: ValueId;
  readonly sums: Map<Equation, readonly SliceRange[]>;
}

export function joinSlices(graph: Graph): Graph {
  const pairs = pairsOf(graph);
  const wholes = new Map<Pair, ValueId>();
  const joined = rewrite(graph, (equation, to) => {
    const pair = pairs.find(({ sums }) => sums.has(equation));
    const ranges = pair?.sums.get(equation);
    if (pair !== undefined && ranges !== undefined) {
      const whole = wholes.get(pair) ?? to.addOne(addPrimitive, [to.at(pair.left), to.at(pair.right)], {});
      wholes.set(pair, whole);
      return to.add(slicePrimitive, [whole], { ranges });
    }
    return withBodies(equation, to, joinSlices);
  });
  return pairs.length === 0 ? joined : prune(joined);
}

/** The pairs whose values are used for nothing but such sums, and as wholes. */
function pairsOf(graph: Graph): Pair[] {
  const maker = makersOf(graph);
  const users = usersOf(graph);
  const outputs = new Set(graph.outputs);
  const isUsed = (id: ValueId, times: number) => users.get(id)?.length === times && !outputs.has(id);
  const pairs = new Map<string, Pair>();
  for (const equation of graph.equations) {
    if (equation.primitive !== addPrimitive) continue;
    const [a, b] = equation.inputs.map((id) => (isUsed(id, 1) ? maker.get(id) : undefined));
    if (a?.primitive !== slicePrimitive || b?.primitive !== slicePrimitive) continue;
    const [left] = a.inputs;
    const [right] = b.inputs;
    const ranges = a.attributes.ranges as readonly SliceRange[]; // as slice makes them
    if (left === undefined || right === undefined || left === right) continue;
    if (JSON.stringify(ranges) !== JSON.stringify(b.attributes.ranges)) continue;
    if (!sameShape(typeOf(graph, left).shape, typeOf(graph, right).shape)) continue;
    const pair = pairs.get(`${left} ${right}`) ?? { left, right, sums: new Map() };
    pair.sums.set(equation, ranges);
    pairs.set(`${left} ${right}`, pair);
  }
  return [...pairs.values()].filter(({ left, right, sums }) => {
    const covered = [...sums.values()].reduce((n, ranges) => n + sizeOf(ranges.map((r) => r.count)), 0);
    const isWhole = covered >= sizeOf(typeOf(graph, left).shape);
    return isWhole && isUsed(left, sums.size) && isUsed(right, sums.size);
  });
}
