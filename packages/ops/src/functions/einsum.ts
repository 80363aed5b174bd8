/**
 * Einstein summation: products of values written by the letters of their axes.
 *
 * The operands are contracted from left to right, each pair as one batched matrix product.
 */
import { sizeOf } from "@seqloom/tensor";
import { matmul } from "../primitives/matmul.ts";
import { permute } from "../primitives/permute.ts";
import { reshape } from "../primitives/reshape.ts";
import { slice } from "../primitives/slice-pad.ts";
import { sum } from "../primitives/sum-broadcast.ts";
import type { Value } from "../value.ts";
import { parseEquation } from "./einsum-equation.ts";

/** A value and the label of each of its axes. */
interface Labelled {
  readonly x: Value;
  readonly labels: readonly string[];
}

/**
 * Sums products over the letters that the result does not name.
 *
 * Each operand's axes are letters, "..." stands for any further axes, which broadcast. A letter named twice in
 * one operand is its diagonal. Without "->" the result has "..." and the letters named once, in alphabetical order.
 *
 * @throws SeqError "einsum-equation" if the text does not parse or fit, "shape-mismatch" if a letter has two sizes
 * @example einsum("bij,bjk->bik", a, b)      // a batched matrix product
 */
export function einsum(equation: string, first: Value, ...others: readonly Value[]): Value {
  const operands = [first, ...others];
  const { inputs, output, sizes } = parseEquation(
    equation,
    operands.map((x) => x.shape),
  );
  const [head, ...rest] = operands.map((x, i) => labelled(x, inputs[i] ?? [], sizes));
  let total = head ?? { x: first, labels: [] };
  rest.forEach((next, i) => {
    const wanted = [...output, ...rest.slice(i + 1).flatMap(({ labels }) => labels)];
    const left = sumExcept(total, [...wanted, ...next.labels]);
    total = contract(left, sumExcept(next, [...wanted, ...total.labels]), wanted);
  });
  const { x, labels } = sumExcept(total, output);
  return permute(
    x,
    output.map((label) => labels.indexOf(label)),
  );
}

/** Takes diagonals of repeated labels, and drops axes of size 1 that other operands stretch. */
function labelled(x: Value, labels: readonly string[], sizes: ReadonlyMap<string, number>): Labelled {
  const twice = labels.findIndex((label, i) => labels.indexOf(label) < i);
  if (twice >= 0) {
    const first = labels.indexOf(labels[twice] ?? "");
    return labelled(diagonal(x, first, twice), labels.toSpliced(twice, 1), sizes);
  }
  const isStretched = (i: number) => x.shape[i] === 1 && sizes.get(labels[i] ?? "") !== 1;
  return {
    x: reshape(
      x,
      x.shape.filter((_, i) => !isStretched(i)),
    ),
    labels: labels.filter((_, i) => !isStretched(i)),
  };
}

/** The entries with equal places along two axes; the result keeps the first of them. */
function diagonal(x: Value, a: number, b: number): Value {
  const n = x.shape[a] ?? 0;
  const others = x.shape.map((_, i) => i).filter((i) => i !== a && i !== b);
  const flat = reshape(permute(x, [...others, a, b]), [...others.map((i) => x.shape[i] ?? 0), n * n]);
  const picked = slice(flat, -1, 0, n * n, n + 1);
  const order = others.map((_, i) => i);
  return permute(picked, order.toSpliced(a, 0, others.length));
}

function sumExcept({ x, labels }: Labelled, keep: readonly string[]): Labelled {
  const over = labels.flatMap((label, i) => (keep.includes(label) ? [] : [i]));
  return { x: over.length === 0 ? x : sum(x, over), labels: labels.filter((label) => keep.includes(label)) };
}

/** One matrix product: [batch, own of a, shared] times [batch, shared, own of b]. */
function contract(a: Labelled, b: Labelled, wanted: readonly string[]): Labelled {
  const common = a.labels.filter((label) => b.labels.includes(label));
  const batch = common.filter((label) => wanted.includes(label));
  const shared = common.filter((label) => !wanted.includes(label));
  const ownA = a.labels.filter((label) => !common.includes(label));
  const ownB = b.labels.filter((label) => !common.includes(label));
  const left = grouped(a, [batch, ownA, shared]);
  const right = grouped(b, [batch, shared, ownB]);
  const sizesOf = (of: Labelled, labels: readonly string[]) =>
    labels.map((label) => of.x.shape[of.labels.indexOf(label)] ?? 0);
  return {
    x: reshape(matmul(left, right), [...sizesOf(a, batch), ...sizesOf(a, ownA), ...sizesOf(b, ownB)]),
    labels: [...batch, ...ownA, ...ownB],
  };
}

/** The value with its axes reordered and merged to one axis per group. */
function grouped({ x, labels }: Labelled, groups: readonly (readonly string[])[]): Value {
  const axes = groups.map((group) => group.map((label) => labels.indexOf(label)));
  return reshape(
    permute(x, axes.flat()),
    axes.map((group) => sizeOf(group.map((axis) => x.shape[axis] ?? 0))),
  );
}
