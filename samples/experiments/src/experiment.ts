/** What an experiment is: plain data, which a page can show, change and run. */
import type { DataSpec } from "@seqloom/data";
import type { ModelSpec } from "./model.ts";
import type { TaskSpec } from "./task.ts";
import type { TrainingSpec } from "./train.ts";

/** The next value of a series from a window before it. Baselines are measured on the same test part. */
export interface SeriesSpec {
  readonly kind: "series";
  readonly data: DataSpec;
}

/** What to find out about a trained model. Each kind adds figures of its own, named beside it. */
export type Measure =
  /** `solvedAt`: steps until the mean loss of 10 new batches in a row is below; infinite if never. */
  | { readonly kind: "solved"; readonly below: number }
  /** `explodedAt`: steps until the loss of a batch is above, or no number; infinite if never. */
  | { readonly kind: "exploded"; readonly above: number }
  /** `score N`: on sequences of N steps, in place of those of the training. */
  | { readonly kind: "length"; readonly length: number }
  /** `signal before`, `signal`: what comes back to the first step, of the best state; `reach before`, `reach`. */
  | { readonly kind: "signal" }
  /** `transplant c` and others: the state or gates are changed at a step; see measure-memory.ts. */
  | { readonly kind: "memory"; readonly step: number };

/** One model on one task. */
export interface Run {
  /** Unique within its experiment. */
  readonly name: string;
  readonly model: ModelSpec;
  readonly task: TaskSpec | SeriesSpec;
  readonly training: TrainingSpec;
  readonly measures?: readonly Measure[];
}

/**
 * Numbers by name. Every run has `loss` (mean of the last 20 batches), `score` (see the task; of a series the RMSE),
 * `worst norm`, `steps`, `weights`, `seconds`; a series also `naive`, `linear`, `zero`: the RMSE of baselines.
 */
export type Figures = Readonly<Record<string, number>>;

/** A number, or a figure of a run times a number. */
export type Bound = number | { readonly run: string; readonly figure: string; readonly times?: number };

/** A figure and its limits, of which there is at least one. */
export interface Condition {
  readonly run: string;
  readonly figure: string;
  readonly above?: Bound;
  readonly below?: Bound;
}

/** A statement that can turn out false. */
export interface Claim extends Condition {
  /** In words, as it is shown. */
  readonly says: string;
  /** On how many seeds it must hold: all of them if left out; `some`: at least one and not all. */
  readonly seeds?: "all" | "some";
  /** Only seeds on which this holds count. */
  readonly given?: Condition;
}

export interface Experiment {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  readonly goal: string;
  /** To be answered before it runs. */
  readonly predict: { readonly ask: string; readonly choices: readonly string[] };
  readonly runs: readonly Run[];
  readonly claims: readonly Claim[];
  /** What it shows, if all claims hold. */
  readonly conclusion: string;
  /** One thing to change. */
  readonly change: string;
}
