/** Equations that are neither views nor parts of loops, one by one. */
import type { Equation, ValueId } from "@seqloom/graph";
import {
  type Attributes,
  amaxPrimitive,
  concatPrimitive,
  foldKeyPrimitive,
  matmulPrimitive,
  padPrimitive,
  randomUniformPrimitive,
  type SliceRange,
  scatterAddPrimitive,
  sumPrimitive,
  takePrimitive,
} from "@seqloom/ops";
import { sizeOf } from "@seqloom/tensor";
import type { Block } from "./block.ts";
import type { View } from "./plan.ts";
import { type ProductSumAttributes, productSumPrimitive, type Transposes } from "./product-sum.ts";
import { concatParts } from "./targets.ts";
import { broadcastView, isContiguous, permuteView, reshapeView, sliceView } from "./views.ts";

export function lowerEquation(block: Block, equation: Equation): void {
  const { primitive, inputs, outputs } = equation;
  const [a, b] = inputs;
  const [out] = outputs;
  if (a === undefined || out === undefined) return lowerPlain(block, equation);
  switch (primitive) {
    case matmulPrimitive:
      // The kernels of products know floats only, and i32 fills the same bytes.
      return block.graph.types[out]?.dtype === "f32"
        ? lowerMatmul(block, equation, out)
        : lowerPlain(block, equation, "products of integers have no kernels");
    case productSumPrimitive:
      return lowerProductSum(block, equation, out);
    case sumPrimitive:
    case amaxPrimitive:
      return lowerReduce(block, equation, block.at(a), out);
    case concatPrimitive: {
      const whole = block.destination(out);
      const { axis } = equation.attributes as { readonly axis: number }; // as concat makes them
      concatParts(block, inputs, whole, axis).forEach((view, i) => {
        const part = inputs[i];
        if (part !== undefined) block.copy(block.at(part), view);
      });
      return;
    }
    case padPrimitive: {
      const { ranges, value } = equation.attributes as {
        readonly ranges: readonly SliceRange[];
        readonly value: number;
      };
      const whole = block.destination(out);
      block.fill(whole, value);
      return block.copy(block.at(a), sliceView(whole, ranges));
    }
    case takePrimitive:
    case scatterAddPrimitive:
      return b === undefined ? undefined : lowerRows(block, equation, a, b, out);
    case randomUniformPrimitive: {
      const key = contiguous(block, block.at(a));
      const to = fresh(block, out);
      if (sizeOf(to.shape) > 0) block.instructions.push({ kind: "randomUniform", key, to });
      return settle(block, out, to);
    }
    case foldKeyPrimitive: {
      if (b === undefined) return;
      const [key, number] = [contiguous(block, block.at(a)), block.at(b)];
      const to = fresh(block, out);
      block.instructions.push({ kind: "foldKey", key, number, to });
      return settle(block, out, to);
    }
    default:
      return lowerPlain(block, equation);
  }
}

function lowerMatmul(block: Block, { attributes, inputs }: Equation, out: ValueId): void {
  lowerProducts(block, undefined, inputs, [attributes as Attributes & Transposes], out); // as matmul makes them
}

function lowerProductSum(block: Block, { attributes, inputs }: Equation, out: ValueId): void {
  const [start, ...operands] = inputs;
  lowerProducts(block, start, operands, (attributes as ProductSumAttributes).terms, out); // as product sums make them
}

function lowerProducts(
  block: Block,
  first: ValueId | undefined,
  operands: readonly ValueId[],
  transposes: readonly Transposes[],
  out: ValueId,
): void {
  const c = block.destination(out);
  if (sizeOf(c.shape) === 0) return;
  const batch = c.shape.slice(0, -2);
  const operand = (id: ValueId | undefined, isTransposed: boolean): View[] => {
    if (id === undefined) return [];
    const view = isTransposed ? swapLast(block.at(id)) : block.at(id);
    const straight = isGemmOperand(view) ? view : contiguous(block, view);
    return [broadcastView(straight, [...batch, ...straight.shape.slice(-2)])];
  };
  const terms = transposes.flatMap(({ transposeA, transposeB }, i) => {
    const [a] = operand(operands[2 * i], transposeA);
    const [b] = operand(operands[2 * i + 1], transposeB);
    return a === undefined || b === undefined || a.shape.at(-1) === 0 ? [] : [{ a, b }];
  });
  const start = first === undefined ? undefined : broadcastView(block.at(first), c.shape);
  if (terms.length === 0) return start === undefined ? block.fill(c, 0) : block.copy(start, c);
  const target = isGemmOperand(c) ? c : block.scratch({ dtype: c.type, shape: c.shape });
  block.instructions.push({ kind: "gemm", terms, c: target, ...(start && { start }) });
  block.copy(target, c);
}

function swapLast(view: View): View {
  const axes = view.shape.map((_, i) => i);
  const n = axes.length;
  return permuteView(view, [...axes.slice(0, n - 2), n - 1, n - 2]);
}

/** One of the last two strides is 1, and neither axis repeats. */
function isGemmOperand(view: View): boolean {
  const [rows = 1, columns = 1] = view.shape.slice(-2);
  const [rowStride = 0, columnStride = 0] = view.strides.slice(-2);
  const repeats = (rows > 1 && rowStride === 0) || (columns > 1 && columnStride === 0);
  return (
    !repeats &&
    (columnStride === 1 || rowStride === 1 || rows === 1 || columns === 1) &&
    view.strides.slice(-2).every((s) => s >= 0)
  );
}

function lowerReduce(block: Block, { primitive, attributes }: Equation, from: View, out: ValueId): void {
  const { axes } = attributes as { readonly axes: readonly number[] }; // as sum and amax make them
  const kept = from.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const to = block.destination(out);
  if (sizeOf(to.shape) === 0) return;
  if (sizeOf(from.shape) === 0) return block.fill(to, 0);
  block.instructions.push({
    kind: "reduce",
    operation: primitive === sumPrimitive ? "sum" : "amax",
    from: permuteView(from, [...kept, ...axes]),
    axes: axes.length,
    to,
  });
}

function lowerRows(
  block: Block,
  { primitive, attributes }: Equation,
  a: ValueId,
  b: ValueId,
  out: ValueId,
): void {
  const { axis, ownIndex } = attributes as { readonly axis: number; readonly ownIndex: boolean }; // as take and scatterAdd make them
  const from = contiguous(block, block.at(a));
  const index = contiguous(block, block.at(b));
  const to = fresh(block, out);
  const many = primitive === takePrimitive ? to : from;
  const one = primitive === takePrimitive ? from : to;
  const outer = sizeOf(one.shape.slice(0, axis));
  const inner = sizeOf(one.shape.slice(axis + 1));
  const count = sizeOf(index.shape.slice(ownIndex ? axis : 0));
  const flat = (view: View, shape: readonly number[]) => reshapeView(view, shape) ?? view;
  if (sizeOf(many.shape) === 0) block.fill(to, 0);
  else {
    block.instructions.push({
      kind: primitive === takePrimitive ? "takeRows" : "scatterAdd",
      from: flat(from, from === many ? [outer, count, inner] : [outer, one.shape[axis] ?? 0, inner]),
      index: flat(index, ownIndex ? [outer, count] : [count]),
      to: flat(to, to === many ? [outer, count, inner] : [outer, one.shape[axis] ?? 0, inner]),
      ownIndex,
    });
  }
  settle(block, out, to);
}

/** The plain device: whole tensors in, whole tensors out. */
function lowerPlain(
  block: Block,
  equation: Equation,
  reason = `there are no kernels for ${equation.primitive.name} yet`,
): void {
  const inputs = equation.inputs.map((id) => contiguous(block, block.at(id)));
  const outputs = equation.outputs.map((id) => fresh(block, id));
  block.instructions.push({
    kind: "plain",
    equation,
    inputs,
    outputs,
    reason,
  });
  equation.outputs.forEach((id, i) => {
    const view = outputs[i];
    if (view !== undefined) settle(block, id, view);
  });
}

function contiguous(block: Block, view: View): View {
  if (isContiguous(view)) return reshapeView(view, view.shape) ?? view;
  const copy = block.scratch({ dtype: view.type, shape: view.shape });
  block.copy(view, copy);
  return copy;
}

/** A contiguous place for a new value: its target if that is contiguous. */
function fresh(block: Block, id: ValueId): View {
  const target = block.targets.get(id);
  if (target !== undefined && isContiguous(target)) return target;
  const { dtype, shape } = block.graph.types[id] ?? { dtype: "f32" as const, shape: [] };
  return block.scratch({ dtype, shape });
}

/** Notes where a value is, and moves it to its target if it was made elsewhere. */
function settle(block: Block, id: ValueId, made: View): void {
  const target = block.targets.get(id);
  if (target !== undefined) block.copy(made, target);
  block.place(id, target ?? made);
}
