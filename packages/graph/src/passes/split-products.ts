/**
 * split products: a stacked product of which only some columns are added to columns of another is made in parts.
 *
 * The reset and update gates of a GRU add input part and state part, the candidate does not. Split between them, the
 * gates' sums are whole values again, which join-slices and order-sums can work on.
 */
import { internalFault } from "@seqloom/diagnostic";
import { addPrimitive, matmulPrimitive, type SliceRange, slicePrimitive } from "@seqloom/ops";
import { type Equation, type Graph, makersOf, typeOf, usersOf, type ValueId } from "../graph.ts";
import { type Rewriter, rewrite } from "../rewrite.ts";
import { withBodies } from "./bodies.ts";
import { prune } from "./prune.ts";

/** Columns that belong together: all added to the same other value, or to none. */
interface Run {
  readonly start: number;
  end: number;
  readonly partner: ValueId | undefined;
}

/** A product with a bias or without, used for slices only. */
interface Stack {
  readonly product: Equation;
  readonly bias: ValueId | undefined;
  readonly runs: readonly Run[];
}

export function splitProducts(graph: Graph): Graph {
  const stacks = stacksOf(graph);
  const pieces = new Map<string, ValueId>();
  const split = rewrite(graph, (equation, to) => {
    const [from] = equation.inputs;
    const stack = from === undefined ? undefined : stacks.get(from);
    const columns = equation.primitive === slicePrimitive ? columnsOf(equation) : undefined;
    if (from !== undefined && stack !== undefined && columns !== undefined) {
      const run = stack.runs.find(({ start, end }) => start <= columns.start && columns.end <= end);
      if (run === undefined) return undefined;
      const key = `${from} ${run.start}`;
      const piece = pieces.get(key) ?? pieceOf(graph, stack, run, to);
      pieces.set(key, piece);
      return [cut(piece, columns.start - run.start, columns.end - run.start, to)];
    }
    return withBodies(equation, to, splitProducts);
  });
  return stacks.size === 0 ? split : prune(split);
}

function stacksOf(graph: Graph): ReadonlyMap<ValueId, Stack> {
  const users = usersOf(graph);
  const maker = makersOf(graph);
  const outputs = new Set(graph.outputs);
  const onlyUser = (id: ValueId | undefined): Equation | undefined => {
    const list = id === undefined || outputs.has(id) ? [] : (users.get(id) ?? []);
    return list.length === 1 ? list[0] : undefined;
  };
  /** The value whose slice of the same columns is all that this slice is added to. */
  const partnerOf = (slice: Equation): ValueId | undefined => {
    const sum = onlyUser(slice.outputs[0]);
    if (sum?.primitive !== addPrimitive) return undefined;
    const other = maker.get(sum.inputs.find((id) => id !== slice.outputs[0]) ?? -1);
    const isMatch =
      other?.primitive === slicePrimitive &&
      onlyUser(other.outputs[0]) === sum &&
      JSON.stringify(other.attributes) === JSON.stringify(slice.attributes);
    return isMatch ? other.inputs[0] : undefined;
  };
  const stacks = new Map<ValueId, Stack>();
  for (const [id, slices] of users) {
    const parts = productOf(graph, id, maker, onlyUser);
    if (parts === undefined || outputs.has(id)) continue;
    if (!slices.every((e) => e.primitive === slicePrimitive && columnsOf(e) !== undefined)) continue;
    const runs = runsOf(slices, partnerOf);
    const partners = runs.filter((run) => run.partner !== undefined);
    const width = typeOf(graph, id).shape[1];
    if (runs.length > 1 && partners.length > 0 && runs.at(-1)?.end === width)
      stacks.set(id, { ...parts, runs });
  }
  return stacks;
}

/** The matrix product that a value is, perhaps with a row added. */
function productOf(
  graph: Graph,
  id: ValueId,
  maker: ReadonlyMap<ValueId, Equation>,
  onlyUser: (id: ValueId | undefined) => Equation | undefined,
): Omit<Stack, "runs"> | undefined {
  if (typeOf(graph, id).shape.length !== 2) return undefined;
  const made = maker.get(id);
  if (made?.primitive === matmulPrimitive) return { product: made, bias: undefined };
  if (made?.primitive !== addPrimitive) return undefined;
  for (const [from, bias] of [made.inputs, [...made.inputs].reverse()]) {
    const product = maker.get(from ?? -1);
    const isRow = bias !== undefined && typeOf(graph, bias).shape.length === 1;
    if (product?.primitive === matmulPrimitive && isRow && onlyUser(from) === made) return { product, bias };
  }
  return undefined;
}

/** First and last column of a slice that takes all rows; undefined for other slices. */
function columnsOf({ attributes }: Equation): { readonly start: number; readonly end: number } | undefined {
  const [rows, columns, ...rest] = attributes.ranges as readonly SliceRange[]; // as slice makes them
  if (rows === undefined || columns === undefined || rest.length > 0) return undefined;
  if (rows.start !== 0 || rows.step !== 1 || columns.step !== 1) return undefined;
  return { start: columns.start, end: columns.start + columns.count };
}

/** Neighbouring slices with the same partner as one; empty where slices overlap or leave gaps. */
function runsOf(slices: readonly Equation[], partnerOf: (slice: Equation) => ValueId | undefined): Run[] {
  const sorted = slices
    .flatMap((e) => {
      const columns = columnsOf(e);
      return columns === undefined ? [] : [{ ...columns, partner: partnerOf(e) }];
    })
    .sort((a, b) => a.start - b.start);
  const runs: Run[] = [];
  for (const { start, end, partner } of sorted) {
    const last = runs.at(-1);
    if (start !== (last?.end ?? 0)) return [];
    if (last !== undefined && last.partner === partner) last.end = end;
    else runs.push({ start, end, partner });
  }
  return runs;
}

function pieceOf(graph: Graph, { product, bias }: Stack, { start, end }: Run, to: Rewriter): ValueId {
  const [a, w] = product.inputs;
  if (a === undefined || w === undefined) throw internalFault("a product has no operands");
  const axis = product.attributes.transposeB === true ? 0 : 1;
  const weights = cutAxis(to.at(w), typeOf(graph, w).shape, axis, start, end, to);
  const columns = to.addOne(matmulPrimitive, [to.at(a), weights], product.attributes);
  if (bias === undefined) return columns;
  const row = cutAxis(to.at(bias), typeOf(graph, bias).shape, 0, start, end, to);
  return to.addOne(addPrimitive, [columns, row], {});
}

function cut(id: ValueId, start: number, end: number, to: Rewriter): ValueId {
  const { shape } = to.builder.typeOf(id);
  return start === 0 && end === shape[1] ? id : cutAxis(id, shape, 1, start, end, to);
}

function cutAxis(
  id: ValueId,
  shape: readonly number[],
  axis: number,
  start: number,
  end: number,
  to: Rewriter,
): ValueId {
  const ranges = shape.map((count, i) =>
    i === axis ? { start, count: end - start, step: 1 } : { start: 0, count, step: 1 },
  );
  return to.addOne(slicePrimitive, [id], { ranges });
}
