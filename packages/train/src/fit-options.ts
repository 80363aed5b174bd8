/** What a training is told, and whether it makes sense. */
import { SeqError } from "@seqloom/diagnostic";
import type { Compiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import type { Tree } from "@seqloom/ops";
import type { Rng } from "@seqloom/tensor";
import type { Checkpoint } from "./checkpoint.ts";
import type { Plateau } from "./schedules/plateau.ts";
import type { Schedule } from "./schedules/schedule.ts";
import type { Objective, StepState } from "./step.ts";
import type { StopOptions } from "./watch.ts";

/** Batches in a fixed order, at hand or as they come. */
export type Batches<Batch> = Iterable<Batch> | AsyncIterable<Batch>;

export interface FitOptions<Batch extends Tree, Carry extends Tree = Record<string, never>>
  extends Objective<Batch, Carry> {
  /** First values. */
  readonly params: TensorParams;
  /** The training batches of an epoch, counted from 0. Always the same for an epoch, or training cannot be resumed. */
  readonly batches: (epoch: number) => Batches<Batch>;
  readonly validation?: () => Batches<Batch>;
  /** How much a batch counts in the mean loss of an epoch, usually its number of examples; 1 if left out. */
  readonly weight?: (batch: Batch) => number;
  /** Numbers to compute after each epoch, by name. */
  readonly metrics?: Readonly<Record<string, (params: TensorParams) => number | Promise<number>>>;
  /** When to end at the latest; with `steps` whichever comes first. */
  readonly epochs?: number;
  readonly steps?: number;
  /** How the rate moves; it stays if left out. */
  readonly schedule?: Schedule | Plateau;
  /** When to end before; needs a validation part, or a metric to watch. */
  readonly stop?: StopOptions;
  /** Which parameters come out. If left out: the best where there is a validation part or a metric to watch. */
  readonly keep?: "best" | "last";
  /**
   * Which parameters are validated and kept, where they are not the trained ones: averages of them (`averageOf`).
   */
  readonly inUse?: (state: StepState<Carry>) => TensorParams;
  /** What the loss carries from batch to batch, at the start of each epoch; nothing if left out. */
  readonly carry?: Carry;
  /** `plainCompiler` if left out. */
  readonly compiler?: Compiler;
  /**
   * Says which operation made the first NaN when the loss or its gradient becomes NaN: keeps a copy of the state before
   * each step, and runs the step that failed again on the plain device. False if left out.
   */
  readonly findNaN?: boolean;
  /** For layers that are random while training. */
  readonly key?: Rng;
  /** Ends the training after the current step. */
  readonly signal?: AbortSignal;
  /** Goes on from here: with the same options the events that follow are the same to the last bit. */
  readonly from?: Checkpoint<Carry>;
}

export function isPlateau(schedule: Schedule | Plateau | undefined): schedule is Plateau {
  return typeof schedule === "object";
}

/** Whether the best parameters are kept, by default where something says which are best. */
export function keepsBest(options: Watched & { readonly keep?: "best" | "last" }): boolean {
  return (options.keep ?? (hasNumber(options) ? "best" : "last")) === "best";
}

interface Watched {
  readonly validation?: unknown;
  readonly stop?: StopOptions;
}

/** Whether there is a number by which one epoch is better than another. */
function hasNumber({ validation, stop }: Watched): boolean {
  return validation !== undefined || stop?.watch !== undefined;
}

/**
 * @throws SeqError "fit-length" without epochs or steps, "validation-missing" for what needs a validation part,
 *         "metric-unknown" for a watched metric that is not there, "stop-option"
 */
export function checkFit<Batch extends Tree, Carry extends Tree>(options: FitOptions<Batch, Carry>): void {
  const { epochs, steps, stop, metrics = {}, schedule, keep, validation } = options;
  const isLength = (n: number | undefined) => n === undefined || (Number.isInteger(n) && n >= 0);
  if ((epochs === undefined && steps === undefined) || !isLength(epochs) || !isLength(steps)) {
    throw new SeqError("fit-length", `fit: epochs is ${epochs} and steps ${steps}`, {
      help: "say when to end: epochs, steps or both, as whole numbers",
      details: { epochs, steps },
    });
  }
  if (stop !== undefined) checkPatience(stop);
  if (stop?.watch !== undefined && metrics[stop.watch] === undefined) {
    throw new SeqError("metric-unknown", `fit: stop watches ${stop.watch}, which is no metric`, {
      help: `watch ${Object.keys(metrics).join(" or ") || "a metric given in metrics"}, or leave watch out`,
      details: { watch: stop.watch, metrics: Object.keys(metrics) },
    });
  }
  const needy = [
    ...(stop !== undefined && !hasNumber(options) ? ["stop"] : []),
    ...(keep === "best" && !hasNumber(options) ? ['keep "best"'] : []),
    ...(isPlateau(schedule) && validation === undefined ? ["the plateau schedule"] : []),
  ];
  if (needy.length > 0) {
    throw new SeqError(
      "validation-missing",
      `fit: ${needy.join(" and ")} cannot do without a validation part`,
      {
        help: "give validation batches; on the training loss nothing can be told about new data",
        details: { needs: needy },
      },
    );
  }
}

function checkPatience({ patience, least = 0 }: StopOptions): void {
  if (patience >= 1 && least >= 0) return;
  throw new SeqError("stop-option", `fit: stop has patience ${patience} and least ${least}`, {
    help: "patience is a number of epochs from 1, least a number from 0",
    details: { patience, least },
  });
}
