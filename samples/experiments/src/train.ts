/** Trains a model on batches, step by step; a training that blows up is a result and no error. */
import { SeqError } from "@seqloom/diagnostic";
import type { Compiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import { adam, fit, sgd } from "@seqloom/train";
import type { Model } from "./model.ts";
import type { Batch } from "./task.ts";

/** Plain data. */
export interface TrainingSpec {
  readonly steps: number;
  /** Sequences in a batch; 32 if left out. */
  readonly batch?: number;
  /** `adam` at 0.01 if left out. */
  readonly optimiser?: { readonly kind: "adam" | "sgd"; readonly rate: number };
  /** The largest norm of all gradients together, 1 if left out; "none" leaves them as they are. */
  readonly clip?: number | "none";
}

export interface Job {
  readonly model: Model;
  readonly params: TensorParams;
  readonly training: TrainingSpec;
  loss(prediction: Value, y: Value): Value;
  /** Batches of an epoch, the same ones whenever asked. */
  batches(epoch: number): Iterable<Batch>;
  /** Asked after each epoch. */
  isSolved?(params: TensorParams): boolean;
  readonly compiler: Compiler;
  readonly signal?: AbortSignal;
}

export interface StepReport {
  /** Steps done. */
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
}

export interface Trained {
  /** Undefined after a training that diverged. */
  readonly params: TensorParams | undefined;
  /** Of each step's batch, before the update. */
  readonly losses: readonly number[];
  /** Of all gradients together at each step, before clipping. */
  readonly norms: readonly number[];
  readonly end: "steps" | "solved" | "diverged" | "aborted";
  readonly seconds: number;
}

/** Trains to the last step, or until it is solved, diverges or is aborted. Yields after each step. */
export async function* train(job: Job): AsyncGenerator<StepReport, Trained> {
  const { model, training, signal } = job;
  const { steps, clip = 1, optimiser = { kind: "adam", rate: 0.01 } } = training;
  const [losses, norms]: [number[], number[]] = [[], []];
  const start = performance.now();
  const trained = (end: Trained["end"], params?: TensorParams): Trained => ({
    ...{ params, losses, norms, end },
    seconds: (performance.now() - start) / 1000,
  });
  const events = fit<Batch>({
    loss: (params, { x, y }) => job.loss(model.apply(params, x), y),
    params: job.params,
    optimiser: optimiser.kind === "adam" ? adam(optimiser) : sgd(optimiser),
    ...(clip !== "none" && { clip: { norm: clip } }),
    batches: (epoch) => job.batches(epoch),
    ...{ steps, signal, compiler: job.compiler },
  });
  try {
    for await (const event of events) {
      if (event.kind === "done") return trained(signal?.aborted ? "aborted" : "steps", event.params);
      if (event.kind === "step") {
        losses.push(event.loss);
        norms.push(event.norm);
        yield { step: event.step + 1, steps, loss: event.loss };
      } else if (job.isSolved !== undefined) {
        const { params } = event.checkpoint();
        if (job.isSolved(params)) return trained("solved", params);
      }
    }
  } catch (error) {
    if (!(error instanceof SeqError && error.code === "loss-not-finite")) throw error;
  }
  return trained("diverged");
}
