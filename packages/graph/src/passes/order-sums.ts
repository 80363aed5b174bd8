/**
 * order sums: in the body of a scan, terms that do not depend on what is carried are added up first.
 *
 *   (x W + b1) + (h U + b2)   becomes   ((b1 + b2) + x W) + h U
 *
 * so that hoist-inputs can move everything but the last product out of the loop. Sums are reordered only where a
 * matrix product is among the terms; rounding changes in the last bit, the value does not.
 */
import { internalFault } from "@seqloom/diagnostic";
import { addPrimitive, matmulPrimitive } from "@seqloom/ops";
import { type Graph, makersOf, usersOf, type ValueId } from "../graph.ts";
import { type Rewriter, rewrite } from "../rewrite.ts";
import { type ScanAttributes, scanPrimitive } from "../scan.ts";
import { prune } from "./prune.ts";

export function orderSums(graph: Graph): Graph {
  return rewrite(graph, (equation, to) => {
    if (equation.primitive !== scanPrimitive) return undefined;
    const attributes = equation.attributes as ScanAttributes; // of a scan
    return to.add(scanPrimitive, equation.inputs.map(to.at), {
      ...attributes,
      body: orderBody(orderSums(attributes.body), attributes),
    });
  });
}

/** 0: the same at every step; 1: of the step's input; 2: of what is carried; 3: a product of that, which comes last. */
type Rank = 0 | 1 | 2 | 3;

function orderBody(body: Graph, { constants, carries }: ScanAttributes): Graph {
  const maker = makersOf(body);
  const ranks = new Map<ValueId, Rank>();
  body.inputs.forEach((id, i) => {
    ranks.set(id, i < constants ? 0 : i < constants + carries ? 2 : 1);
  });
  for (const { inputs, outputs, primitive } of body.equations) {
    const highest = inputs.reduce<Rank>((rank, id) => max(rank, ranks.get(id) ?? 0), 0);
    for (const id of outputs) ranks.set(id, highest >= 2 ? (primitive === matmulPrimitive ? 3 : 2) : highest);
  }
  const usersOfBody = usersOf(body);
  /** Sums that only go into another sum of the same form. */
  const isInner = (id: ValueId): boolean => {
    const users = usersOfBody.get(id) ?? [];
    return users.length === 1 && users[0]?.primitive === addPrimitive && !body.outputs.includes(id);
  };
  const terms = (id: ValueId): ValueId[] => {
    const made = maker.get(id);
    return made?.primitive === addPrimitive && isInner(id) ? made.inputs.flatMap(terms) : [id];
  };
  const ordered = rewrite(body, (equation, to) => {
    const [out] = equation.outputs;
    if (equation.primitive !== addPrimitive || out === undefined || isInner(out)) return undefined;
    const all = equation.inputs.flatMap(terms);
    const rankOf = (id: ValueId): Rank => ranks.get(id) ?? 0;
    const isMixed = new Set(all.map(rankOf)).size > 1 && all.length > 2;
    if (!isMixed || !all.some((id) => maker.get(id)?.primitive === matmulPrimitive)) return undefined;
    return [addUp([...all].sort((a, b) => rankOf(a) - rankOf(b)).map(to.at), to)];
  });
  return prune(ordered);
}

function max(a: Rank, b: Rank): Rank {
  return a > b ? a : b;
}

function addUp([first, ...rest]: readonly ValueId[], to: Rewriter): ValueId {
  if (first === undefined) throw internalFault("a sum has no terms");
  return rest.reduce((sum, id) => to.addOne(addPrimitive, [sum, id], {}), first);
}
