/** All that a training needs to go on as if it had never stopped: plain data. */
import { SeqError } from "@seqloom/diagnostic";
import type { TensorParams } from "@seqloom/nn";
import { leafPaths, leaves, type Tree, withLeaves } from "@seqloom/ops";
import { formatType, type Tensor } from "@seqloom/tensor";
import { tensorsOf } from "./compile-step.ts";
import type { PlateauState } from "./schedules/plateau.ts";
import { firstState, type Objective, type StepState } from "./step.ts";
import type { WatchState } from "./watch.ts";

/** Where a training stands in its data, and what it remembers of its losses. Numbers only: it survives JSON. */
export interface Progress {
  /** Steps done. */
  readonly step: number;
  /** Epochs done. */
  readonly epoch: number;
  /** Batches done in the epoch that has begun. */
  readonly batch: number;
  /** Sum of the losses of these batches, each times its weight, and the sum of the weights. */
  readonly lossSum: number;
  readonly weightSum: number;
  readonly watch: WatchState;
  readonly plateau?: PlateauState;
}

/** A training between two steps. */
export interface Checkpoint<Carry extends Tree = Tree> extends StepState<Carry> {
  readonly progress: Progress;
  /** The best parameters so far, where they are kept. */
  readonly best?: TensorParams;
}

/** A checkpoint as a file holds it: tensors by path, and numbers that survive JSON. */
export interface CheckpointRecord {
  readonly tensors: TensorParams;
  readonly progress: Progress;
}

/** Takes a checkpoint apart: paths begin with `params.`, `optimiser.`, `carry.` and `best.`. */
export function toRecord(checkpoint: Checkpoint): CheckpointRecord {
  const { params, optimiser, carry, best, progress } = checkpoint;
  const tree: Tree = { params, optimiser, carry, ...(best && { best }) };
  const values = tensorsOf(tree, "the checkpoint");
  const paths = leafPaths(tree);
  return { tensors: Object.fromEntries(values.map((value, i) => [paths[i] ?? "", value])), progress };
}

/**
 * Puts a checkpoint together again.
 *
 * @param objective  of the training that made it: the optimiser says what its state looks like
 * @param carry      likewise, if there was one
 * @throws SeqError "checkpoint-missing" naming tensors that are not there, "checkpoint-type" for another shape or dtype
 */
export function fromRecord<Carry extends Tree = Record<string, never>>(
  { tensors, progress }: CheckpointRecord,
  objective: Pick<Objective<never, Carry>, "optimiser" | "frozen">,
  carry?: Carry,
): Checkpoint<Carry> {
  const params = under(tensors, "params.");
  const best = under(tensors, "best.");
  const form = firstState(objective, params, carry ?? ({} as Carry)); // left out: the empty record
  return {
    params,
    optimiser: filled({ optimiser: form.optimiser }, tensors).optimiser,
    carry: filled({ carry: form.carry }, tensors).carry,
    progress,
    ...(Object.keys(best).length > 0 && { best }),
  };
}

function under(tensors: TensorParams, prefix: string): Record<string, Tensor> {
  const entries = Object.entries(tensors).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(entries.map(([path, value]) => [path.slice(prefix.length), value]));
}

function filled<T extends Tree>(form: T, tensors: TensorParams): T {
  const paths = leafPaths(form);
  const missing = paths.filter((path) => tensors[path] === undefined);
  if (missing.length > 0) {
    throw new SeqError("checkpoint-missing", `the checkpoint lacks ${missing.slice(0, 5).join(", ")}`, {
      help: "restore it with the optimiser, the frozen parameters and the carry of the training that made it",
      details: { missing },
    });
  }
  const values = leaves(form).map((want, i) => {
    const got = tensors[paths[i] ?? ""] ?? want;
    if (formatType(got) === formatType(want)) return got;
    throw new SeqError(
      "checkpoint-type",
      `${paths[i]} is ${formatType(got)} in the checkpoint, not ${formatType(want)}`,
      {
        help: "restore it with a model and an optimiser of the same sizes",
        details: { path: paths[i] },
      },
    );
  });
  return withLeaves(form, values);
}
