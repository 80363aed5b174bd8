/** Computes one step of a cell: each operand is multiplied once with its stacked weights, each affine reads its columns. */
import { SeqError } from "@seqloom/diagnostic";
import { add, foldKey, layerNorm, matmul, mul, slice, type Value } from "@seqloom/ops";
import { keepMask } from "../noise.ts";
import type { Cell } from "./cell.ts";
import type { Layout } from "./layout.ts";
import { pathIn, weightPath } from "./paths.ts";
import type { Prepared } from "./prepare.ts";
import { runCell, type StepHost } from "./scope.ts";

/** A cell with the sizes it has in one layer. */
export interface SizedCell {
  readonly cell: Cell;
  readonly input: number;
  readonly hidden: number;
  readonly layout: Layout;
}

export interface StepContext {
  /** The random key of this step, while training. */
  readonly key?: Value;
  /** What the states are multiplied with before their weights, by state: recurrent dropout. */
  readonly masks?: Readonly<Record<string, Value>>;
  /** Sees each named value and may put another in its place. */
  readonly define?: StepHost["define"];
}

/**
 * One step.
 *
 * @param inputs  x [B, I], the states before the step [B, H], further inputs
 * @returns       states after the step and outputs by name
 */
export function runStep(
  { cell, input, hidden, layout }: SizedCell,
  prepared: Prepared,
  inputs: Readonly<Record<string, Value>>,
  { key, masks = {}, define = (_kind, _name, value) => value }: StepContext = {},
): Readonly<Record<string, Value>> {
  const products = new Map<number, Value>();
  const product = (stack: number, operand: Value): Value => {
    const known = products.get(stack);
    if (known !== undefined) return known;
    const { label } = layout.stacks[stack] ?? lost(cell);
    const { weight, bias } = prepared.stacks[stack] ?? lost(cell);
    const mask = masks[label];
    const v = mask === undefined ? operand : mul(operand, mask);
    const linear = matmul(v, weight, { transposeB: true });
    const result = bias === undefined ? linear : add(linear, bias);
    products.set(stack, result);
    return result;
  };
  return runCell(cell, { input, hidden }, inputs, {
    affine(n, _, operands) {
      const { parts } = layout.slots[n] ?? lost(cell);
      const terms = parts.map(({ stack, start, end }, i) =>
        slice(product(stack, operands[i] ?? lost(cell)), -1, start, end),
      );
      return terms.reduce((total, term) => add(total, term));
    },
    weight: (name) => prepared.at(weightPath(cell, name)),
    layerNorm: (path, v) =>
      layerNorm(v, {
        weight: prepared.at(pathIn(cell, "weight", path)),
        bias: prepared.at(pathIn(cell, "bias", path)),
      }),
    keep: (n, v, share) => (key === undefined ? undefined : keepMask(foldKey(key, n), v.shape, share, v)),
    define,
  });
}

function lost(cell: Cell): never {
  throw new SeqError("cell-changed", `cell ${cell.name} computes something else than when it was first run`, {
    help: "a step must do the same each time; decide outside of it what it is",
    details: { cell: cell.name },
  });
}
