/** All runs of an experiment on all seeds, one after another, and what became of its claims. */
import type { Experiment } from "./experiment.ts";
import { judge, type SeedFigures, type Verdict } from "./judge.ts";
import { type RunContext, type RunResult, runOnce } from "./run.ts";

export interface Outcome {
  readonly experiment: Experiment;
  readonly seeds: readonly number[];
  readonly results: readonly RunResult[];
  readonly verdicts: readonly Verdict[];
  /** All claims held, so that the conclusion may be drawn. */
  readonly isAsStated: boolean;
  /** Of training, all runs of a seed together; the mean over seeds. */
  readonly secondsPerSeed: number;
}

/** After each step. */
export interface RunProgress {
  readonly run: string;
  readonly seed: number;
  readonly loss: number;
  /** The share of all steps that is done, 0 to 1. Runs count by their steps, so it moves unevenly. */
  readonly share: number;
}

/**
 * Runs an experiment. Its reader drives it; an aborted one gives the outcome of the seeds that were finished.
 *
 * @example
 * for await (const { share } of runExperiment(experiment, [1, 2, 3], { compiler })) bar.value = share;
 */
export async function* runExperiment(
  experiment: Experiment,
  seeds: readonly number[],
  context: RunContext,
): AsyncGenerator<RunProgress, Outcome> {
  const all = seeds.length * experiment.runs.reduce((sum, { training }) => sum + training.steps, 0);
  const results: RunResult[] = [];
  let done = 0;
  for (const seed of seeds) {
    for (const run of experiment.runs) {
      const steps = runOnce(run, seed, context);
      let next = await steps.next();
      for (; next.done !== true; next = await steps.next()) {
        const { step, loss } = next.value;
        yield { run: run.name, seed, loss, share: (done + step) / all };
      }
      done += run.training.steps;
      if (context.signal?.aborted) return outcomeOf(experiment, seeds, results);
      results.push(next.value);
    }
  }
  return outcomeOf(experiment, seeds, results);
}

function outcomeOf(experiment: Experiment, seeds: readonly number[], results: readonly RunResult[]): Outcome {
  const finished = seeds.filter(
    (seed) => results.filter((result) => result.seed === seed).length === experiment.runs.length,
  );
  const own = results.filter(({ seed }) => finished.includes(seed));
  const perSeed = finished.map(
    (seed): SeedFigures =>
      Object.fromEntries(
        own.filter((result) => result.seed === seed).map(({ run, figures }) => [run.name, figures]),
      ),
  );
  const verdicts = judge(experiment.claims, perSeed);
  const seconds = own.reduce((sum, { trained }) => sum + trained.seconds, 0);
  return {
    experiment,
    seeds: finished,
    results: own,
    verdicts,
    isAsStated: verdicts.every(({ holds }) => holds),
    secondsPerSeed: seconds / finished.length,
  };
}
