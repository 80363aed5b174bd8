/**
 * What weights a cell has and where each affine finds its own.
 *
 * All affines of one operand are one product. Their weights lie stacked in the order in which they are written,
 * [G * H, n], and each affine reads its own columns of the result. For a cell with families the stack is the
 * parameter itself (PyTorch's weight_ih); else each affine has a parameter of its own (`i.x.weight`), and they are
 * stacked once before the loop.
 */
import type { Tensor } from "@seqloom/tensor";
import type { Initialiser, Parameter } from "../module.ts";

/** Rows of a parameter, by its path within the cell; without a path, that many zeros. */
export interface Segment {
  readonly path?: string;
  readonly start: number;
  readonly rows: number;
  readonly mask?: Tensor;
}

/** One product: everything that is multiplied with one operand. */
export interface Stack {
  /** What the operand is called: `x`, a state, or a name of its own. */
  readonly label: string;
  readonly weights: readonly Segment[];
  /** Empty where no affine of this operand adds a bias. */
  readonly bias: readonly Segment[];
}

/** One written affine: the sum of these columns of these stacks. */
export interface Slot {
  readonly parts: readonly { readonly stack: number; readonly start: number; readonly end: number }[];
}

export interface Layout {
  readonly slots: readonly Slot[];
  readonly stacks: readonly Stack[];
  /** By path within the cell: `weight_ih`, or `i.x.weight`. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Named values in the order of the equations; the last axis' size of each. */
  readonly gates: Readonly<Record<string, number>>;
  readonly states: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, number>>;
  /** Whether a step draws random numbers while training. */
  readonly isRandom: boolean;
}

export interface LayoutOptions {
  readonly input: number;
  readonly hidden: number;
  /** First values of weights on states; PyTorch's uniform ones if left out. */
  readonly recurrent?: Initialiser;
}
