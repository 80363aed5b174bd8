/**
 * A plan: what a graph becomes before it is machine code. Plain data, so that it prints and is tested without wasm.
 *
 * All numbers live in one arena of 4-byte words. A buffer is a piece of it; a view reads or writes a buffer under a
 * shape, with strides, so that slices, transposes, repeats and the steps of a sequence cost nothing.
 */
import type { Equation } from "@seqloom/graph";
import type { Tensor, TensorType } from "@seqloom/tensor";

/** How 4-byte words are read: floats, integers, or truth values as integers 0 and 1. */
export type WordType = "f32" | "i32" | "bool";

export type BufferId = number;

/** Where a buffer's first and last contents come from. */
export type BufferRole =
  /** Kept from call to call: weights, optimiser state. */
  | "carried"
  /** Written by the caller before each call. */
  | "input"
  /** Written once, when the plan is compiled. */
  | "constant"
  /** Read by the caller after each call. */
  | "output"
  | "scratch";

export interface Buffer {
  readonly id: BufferId;
  readonly role: BufferRole;
  /** In words. */
  readonly size: number;
  /** Where it begins in the arena, in words; a multiple of 16, so 64 bytes. Set by the last step of planning. */
  readonly start: number;
  /** First contents of a constant. */
  readonly value?: Tensor;
}

export interface View {
  readonly buffer: BufferId;
  /** In words from the buffer's start. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** In words, one per axis; 0 repeats. */
  readonly strides: readonly number[];
  /** Words from one step to the next of each scan around, the outermost first; 0 or missing: the same at every step. */
  readonly timeStrides: readonly number[];
  readonly type: WordType;
}

/** A value of a loop: loads first, then numbers, then results of operations, counted through. */
export type Register = number;

export interface LoopOperation {
  /** Name of an entry-by-entry primitive: `add`, `tanh`, `where`, or `cast` to the type given. */
  readonly name: string;
  readonly operands: readonly Register[];
  readonly type: WordType;
}

export interface LoopStore {
  readonly view: View;
  readonly from: Register;
}

/**
 * One pass over a shape that reads views, computes entry by entry, and writes views. All views have the loop's
 * shape (repeats by stride 0). All loads of an entry come before its stores, so a store may overwrite what the same
 * entry loaded. Without operations it is a copy.
 */
export interface Loop {
  readonly kind: "loop";
  readonly shape: readonly number[];
  readonly loads: readonly View[];
  readonly numbers: readonly { readonly value: number; readonly type: WordType }[];
  readonly operations: readonly LoopOperation[];
  readonly stores: readonly LoopStore[];
}

/** Views of the shapes [batch..., M, K] and [batch..., K, N]; a transposed operand is a view with swapped strides. */
export interface GemmTerm {
  readonly a: View;
  readonly b: View;
}

/**
 * c = start + the sum of a b over the terms; without `start` from 0. `c` and `start` have the shape [batch..., M, N]
 * and may be the same. In a, b and c at least one of the last two strides is 1 (or its axis has size 1).
 */
export interface Gemm {
  readonly kind: "gemm";
  readonly terms: readonly GemmTerm[];
  readonly c: View;
  readonly start?: View;
}

/** Sum or largest over the last `axes` axes of `from`; f32 sums run over fixed blocks in fixed order. */
export interface Reduce {
  readonly kind: "reduce";
  readonly operation: "sum" | "amax";
  readonly from: View;
  /** How many of the last axes of `from` are reduced. */
  readonly axes: number;
  readonly to: View;
}

/**
 * Rows picked by number: to[o, j, k] = from[o, index[j], k], or index[o, j] where every o has its own.
 * Views are contiguous: from [outer, size, inner], index [count] or [outer, count], to [outer, count, inner].
 */
export interface TakeRows {
  readonly kind: "takeRows";
  readonly from: View;
  readonly index: View;
  readonly to: View;
  readonly ownIndex: boolean;
}

/** The adjoint: to[o, index[j], k] is the sum of from[o, j, k] in the order of j; `to` is overwritten. Shapes as above. */
export interface ScatterAdd {
  readonly kind: "scatterAdd";
  readonly from: View;
  readonly index: View;
  readonly to: View;
  readonly ownIndex: boolean;
}

/** The words of Threefry (see rng.ts of @seqloom/tensor) under a key of two words, as floats in [0, 1). */
export interface RandomUniform {
  readonly kind: "randomUniform";
  readonly key: View;
  readonly to: View;
}

/** The key derived from a key and a number, as `fold`. */
export interface FoldKey {
  readonly kind: "foldKey";
  readonly key: View;
  readonly number: View;
  readonly to: View;
}

/** A loop over time; its depth is the index of its time stride in views. */
export interface ScanLoop {
  readonly kind: "scan";
  readonly depth: number;
  readonly length: number;
  readonly reverse: boolean;
  readonly body: readonly Instruction[];
}

/** An equation that runs on the plain device: its inputs are read from views, its outputs written to views. */
export interface Plain {
  readonly kind: "plain";
  readonly equation: Equation;
  readonly inputs: readonly View[];
  readonly outputs: readonly View[];
  readonly reason: string;
}

export type Instruction =
  | Loop
  | Gemm
  | Reduce
  | TakeRows
  | ScatterAdd
  | RandomUniform
  | FoldKey
  | ScanLoop
  | Plain;

/** A value that crosses the border of the plan. */
export interface Port {
  readonly view: View;
  readonly type: TensorType;
}

export interface Plan {
  readonly buffers: readonly Buffer[];
  readonly instructions: readonly Instruction[];
  /** Carried values, in their order; read and written in place. */
  readonly carried: readonly Port[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Size of the arena in words. */
  readonly size: number;
}
