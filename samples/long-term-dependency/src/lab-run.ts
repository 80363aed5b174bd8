/** One cell on one task with one seed: the signal before, the training, the score and the signal after. */
import {
  type CellName,
  compileForward,
  modelOf,
  type Signal,
  type StepReport,
  signalOf,
  type Trained,
  taskOf,
  train,
} from "@seqloom/experiments";
import type { Compiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import { fold, rng } from "@seqloom/tensor";
import { isSolved, type LabTask, settings } from "./study.ts";

export interface LabRun {
  readonly task: LabTask;
  readonly cell: CellName;
  readonly seed: number;
}

export interface LabOptions {
  readonly steps: number;
  readonly hidden?: number;
  readonly compiler: Compiler;
  readonly signal?: AbortSignal;
}

export interface LabResult extends LabRun {
  readonly trained: Trained;
  readonly isSolved: boolean;
  /** On sequences that were never trained on; what it counts is the task's affair. */
  readonly score: number;
  readonly before: Signal;
  /** Undefined after a training that diverged. */
  readonly after: Signal | undefined;
}

/**
 * Runs it, with a new batch for every step. The seed decides, each by a key of its own: 0 the first weights, 1 the batches
 * by step, 2 the test sequences, 3 the sequences on which the signal is measured.
 */
export async function* labRun(run: LabRun, options: LabOptions): AsyncGenerator<StepReport, LabResult> {
  const { compiler, steps, hidden = settings.hidden } = options;
  const key = rng(run.seed);
  const task = taskOf(run.task.spec);
  const model = modelOf({ cell: run.cell, hidden }, task);
  const first = model.init(fold(key, 0));
  const test = task.batch(fold(key, 2), settings.testCount);
  const probe = task.batch(fold(key, 3), settings.probeCount);
  const forward = compileForward(model, compiler);
  const scoreOf = (params: TensorParams) => task.score(forward(params, test.x), test.y);
  const trained = yield* train({
    ...{ model, compiler, params: first, signal: options.signal },
    training: { steps, optimiser: settings.optimiser, clip: settings.clip },
    loss: task.loss,
    *batches(epoch) {
      for (let i = 0; i < settings.every; i++) {
        yield task.batch(fold(fold(key, 1), epoch * settings.every + i), settings.batch);
      }
    },
    isSolved: (params) => isSolved(run.task, scoreOf(params)),
  });
  const score = trained.params === undefined ? Number.NaN : scoreOf(trained.params);
  return {
    ...run,
    trained,
    isSolved: isSolved(run.task, score),
    score,
    before: signalOf(model, first, probe.x, compiler),
    after: trained.params && signalOf(model, trained.params, probe.x, compiler),
  };
}
