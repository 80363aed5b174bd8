/** One run of an experiment on one seed: train, then measure. */
import { internalFault } from "@seqloom/diagnostic";
import type { Compiler } from "@seqloom/graph";
import { mse, type TensorParams } from "@seqloom/nn";
import { fold, type Rng, rng } from "@seqloom/tensor";
import type { Figures, Measure, Run } from "./experiment.ts";
import { compileForward } from "./forward.ts";
import { measureMemory } from "./measure-memory.ts";
import { type Model, modelOf } from "./model.ts";
import { type Series, seriesOf } from "./series.ts";
import { signalOf } from "./signal.ts";
import { type Task, type TaskSpec, taskOf } from "./task.ts";
import { type Job, type StepReport, type Trained, train } from "./train.ts";

export interface RunContext {
  readonly compiler: Compiler;
  /** Text of the files that a series names, by path. */
  readonly files?: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly run: Run;
  readonly seed: number;
  readonly model: Model;
  readonly trained: Trained;
  readonly figures: Figures;
}

const probeCount = 32;
const testCount = 512;
const memoryCount = 256;

/**
 * What each seed decides: 0 the first weights, 1 the batches or the series, 2 test sequences, 3 probe sequences.
 *
 * @throws SeqError of the data, layers and losses if the run does not fit together
 */
export async function* runOnce(
  run: Run,
  seed: number,
  context: RunContext,
): AsyncGenerator<StepReport, RunResult> {
  const key = rng(seed);
  return run.task.kind === "series"
    ? yield* runSeries(
        run,
        seed,
        seriesOf(run.task, fold(key, 1), { batch: batchOf(run), ...context }),
        context,
      )
    : yield* runTask(run, seed, run.task, context);
}

function batchOf({ training }: Run): number {
  return training.batch ?? 32;
}

async function* runTask(
  run: Run,
  seed: number,
  spec: TaskSpec,
  context: RunContext,
): AsyncGenerator<StepReport, RunResult> {
  const key = rng(seed);
  const task = taskOf(spec);
  const model = modelOf(run.model, task);
  const first = model.init(fold(key, 0));
  const trained = yield* train({
    ...jobOf(run, model, first, context),
    loss: task.loss,
    batches: (epoch) => newBatches(task, fold(key, 1), batchOf(run), run.training.steps, epoch),
  });
  const { params } = trained;
  const forward = compileForward(model, context.compiler);
  const scoreOn = (own: Task) => {
    if (params === undefined) return Number.NaN;
    const { x, y } = own.batch(fold(key, 2), testCount);
    return own.score(forward(params, x), y);
  };
  let figures: Figures = { ...commonFigures(model, trained), score: scoreOn(task) };
  for (const measure of run.measures ?? []) {
    figures = {
      ...figures,
      ...figuresOf(measure, { spec, task, model, first, trained, key, scoreOn, context }),
    };
  }
  return { run, seed, model, trained, figures };
}

async function* runSeries(
  run: Run,
  seed: number,
  series: Series,
  context: RunContext,
): AsyncGenerator<StepReport, RunResult> {
  const model = modelOf(run.model, series.ends);
  const first = model.init(fold(rng(seed), 0));
  const trained = yield* train({
    ...jobOf(run, model, first, context),
    loss: mse,
    batches: (epoch) => series.batches(epoch),
  });
  const { params } = trained;
  const forward = compileForward(model, context.compiler);
  const score = params === undefined ? Number.NaN : series.rmse(forward(params, series.test.x));
  return {
    ...{ run, seed, model, trained },
    figures: { ...commonFigures(model, trained), score, ...series.baselines },
  };
}

function jobOf(
  { training }: Run,
  model: Model,
  params: TensorParams,
  { compiler, signal }: RunContext,
): Pick<Job, "model" | "params" | "training" | "compiler" | "signal"> {
  return { model, params, training, compiler, signal };
}

/** `count` batches that no other epoch has. */
function* newBatches(task: Task, key: Rng, size: number, count: number, epoch: number) {
  for (let i = 0; i < count; i++) yield task.batch(fold(key, epoch * count + i), size);
}

function commonFigures({ weights }: Model, { losses, norms, seconds }: Trained): Figures {
  return {
    loss: mean(losses.slice(-20)),
    "worst norm": norms.reduce((a, b) => Math.max(a, b), 0),
    steps: losses.length,
    weights,
    seconds,
  };
}

interface Measured {
  readonly spec: TaskSpec;
  readonly task: Task;
  readonly model: Model;
  readonly first: TensorParams;
  readonly trained: Trained;
  readonly key: Rng;
  readonly scoreOn: (task: Task) => number;
  readonly context: RunContext;
}

function figuresOf(measure: Measure, at: Measured): Figures {
  const { spec, task, model, first, trained, key, context } = at;
  const { losses, end, params = first } = trained;
  switch (measure.kind) {
    case "solved":
      return { solvedAt: firstMeanBelow(losses, measure.below) };
    case "exploded": {
      const step = losses.findIndex((loss) => loss > measure.above);
      const never = end === "diverged" ? losses.length : Number.POSITIVE_INFINITY;
      return { explodedAt: step < 0 ? never : step };
    }
    case "length": {
      const { length } = measure;
      return { [`score ${length}`]: at.scoreOn(taskOf({ ...spec, length })) };
    }
    case "signal": {
      const { x } = task.batch(fold(key, 3), probeCount);
      const [before, after] = [first, params].map((own) => signalOf(model, own, x, context.compiler));
      return {
        "signal before": before?.best[0] ?? Number.NaN,
        signal: after?.best[0] ?? Number.NaN,
        "reach before": before?.reach ?? Number.NaN,
        reach: after?.reach ?? Number.NaN,
      };
    }
    case "memory": {
      const [own, donor] = [3, 4].map((n) => task.batch(fold(key, n), memoryCount));
      if (own === undefined || donor === undefined) throw internalFault("no batches");
      return measureMemory(model, params, { own, donor, step: measure.step });
    }
    default:
      return measure satisfies never;
  }
}

/** Steps until ten losses in a row are below on average; infinite if never. */
export function firstMeanBelow(losses: readonly number[], bound: number): number {
  for (let end = 10; end <= losses.length; end++) {
    if (mean(losses.slice(end - 10, end)) < bound) return end;
  }
  return Number.POSITIVE_INFINITY;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
