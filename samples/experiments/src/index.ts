/** Fifteen experiments on recurrent networks as plain data, and what runs and judges them. */

export type { Bound, Claim, Condition, Experiment, Figures, Measure, Run, SeriesSpec } from "./experiment.ts";
export { compileForward, type Forward } from "./forward.ts";
export { judge, type SeedFigures, type Verdict } from "./judge.ts";
export { type CellName, type Ends, type Model, type ModelSpec, modelOf } from "./model.ts";
export { pricesFile } from "./presets/15-prices.ts";
export { experiments } from "./presets/all.ts";
export { type RunContext, type RunResult, runOnce } from "./run.ts";
export { type Outcome, type RunProgress, runExperiment } from "./run-experiment.ts";
export { type Signal, signalOf } from "./signal.ts";
export { type Batch, type Task, type TaskSpec, taskOf } from "./task.ts";
export { type Job, type StepReport, type Trained, type TrainingSpec, train } from "./train.ts";
