/**
 * What the program that measures and the processes it measures say to each other, one line of JSON each.
 *
 * Every contestant runs in a process of its own, so none meets code that another has warmed up or left behind; and
 * only one works at a time, told so by the parent, so that they take turns under the same load.
 */
import type { Workload } from "./workloads.ts";

/** What a contestant does: a training step, a forward pass over the batch, one step of one sequence. */
export type Job = "train" | "forward" | "stream";

export const jobs: readonly Job[] = ["train", "forward", "stream"];

/** Weights under Seqloom's names in PyTorch's shapes, and a batch. */
export interface Material {
  readonly workload: Workload;
  readonly params: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >;
  /** [T, B, I], or symbols [T, B] as whole numbers. */
  readonly x: Float32Array;
  /** [B, 1], or classes [B], or symbols [T, B], as whole numbers. */
  readonly y: Float32Array;
}

export interface Settings {
  readonly threads: number;
  /** Whether multiply-adds may be fused, where a contestant can choose. */
  readonly fused: boolean;
}

/** A workload, ready to run. What a job returns, and whether it is a promise, decides nothing: it is waited for. */
export interface Prepared {
  /**
   * Losses from the given weights: before the first update, after it, and so on. One only, if it does not train; none,
   * if it trains something else.
   *
   * @param biases  Seqloom is asked for 1 too, to be compared with others: then half of the biases stay as they are
   */
  losses(count: number, biases: 0 | 1 | 2): Promise<readonly number[]> | readonly number[];
  readonly jobs: Readonly<Partial<Record<Job, () => unknown>>>;
  /**
   * How many numbers a unit's bias has. With two, as in PyTorch, Adam moves each, so that losses after an update differ
   * from those with one. 0: neither, so that only the first loss is comparable.
   */
  readonly biases: 0 | 1 | 2;
  /** What is not as in the other rows, in a few words. */
  readonly note?: string;
}

export interface Adapter {
  readonly versions: Readonly<Record<string, string>>;
  /** Nothing if it cannot do this workload; then `reason` says why. */
  prepare(
    material: Material,
    settings: Settings,
  ): Promise<Prepared | { readonly reason: string }> | Prepared | { readonly reason: string };
}

export type Request =
  | { readonly ask: "prepare"; readonly path: string; readonly settings: Settings }
  | { readonly ask: "losses"; readonly count: number; readonly biases: 0 | 1 | 2 }
  /** Runs a job for some time, at least once, at most `calls` times. */
  | { readonly ask: "run"; readonly job: Job; readonly ms: number };

export interface PrepareReply {
  readonly versions: Readonly<Record<string, string>>;
  readonly jobs: readonly Job[];
  readonly biases: 0 | 1 | 2;
  readonly note?: string;
  readonly reason?: string;
}

/** Before each reply on standard output; libraries print there too. */
export const replyMark = "@reply ";
