/** What a training tells while it runs. */
import type { TensorParams } from "@seqloom/nn";
import type { Tree } from "@seqloom/ops";
import type { Checkpoint } from "./checkpoint.ts";

/** After each step. All counts begin at 0. */
export interface StepEvent<Carry extends Tree = Tree> {
  readonly kind: "step";
  readonly step: number;
  readonly epoch: number;
  /** The loss of the batch before the update. */
  readonly loss: number;
  readonly rate: number;
  /** The norm of all gradients together, before clipping. */
  readonly norm: number;
  /** A copy of everything after this step; ask before the next event. */
  checkpoint(): Checkpoint<Carry>;
}

/** After each epoch, with validation done. */
export interface EpochEvent<Carry extends Tree = Tree> {
  readonly kind: "epoch";
  readonly epoch: number;
  /** Steps done so far. */
  readonly steps: number;
  /** Mean of the losses of the epoch's batches, each before its update. */
  readonly trainLoss: number;
  readonly validationLoss?: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly rate: number;
  /** Whether the watched number is the best so far; true if nothing is watched. */
  readonly isBest: boolean;
  /** A copy of everything after this epoch; ask before the next event. */
  checkpoint(): Checkpoint<Carry>;
}

/** Why a training ended: all epochs or steps done, no more improvement, or the signal. */
export type EndReason = "epochs" | "steps" | "patience" | "aborted";

/** The last event. */
export interface DoneEvent<Carry extends Tree = Tree> {
  readonly kind: "done";
  readonly reason: EndReason;
  /** The best parameters if they were kept, otherwise the last. */
  readonly params: TensorParams;
  /** The epoch whose parameters these are; undefined if they are the last. */
  readonly bestEpoch?: number;
  readonly steps: number;
  readonly epochs: number;
  checkpoint(): Checkpoint<Carry>;
}

export type FitEvent<Carry extends Tree = Tree> = StepEvent<Carry> | EpochEvent<Carry> | DoneEvent<Carry>;
