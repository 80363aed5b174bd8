/** A checked spec and rows to a trained model, forecast and report, as events. */
export type { Detection, Finding } from "./detect/detect.ts";
export { type Evaluation, headline, type Score, type Verdict } from "./evaluate.ts";
export { type ExplainOptions, type ExplainStage, explainSpec } from "./explain.ts";
export type { FileAccess } from "./files.ts";
export { gateStrips } from "./gates.ts";
export { type LoadedSpec, type LoadSpecOptions, loadSpec } from "./load-spec.ts";
export { readModelFile, type SavedModel, type TrainingRecord, writeModelFile } from "./model-file.ts";
export { type GraphForm, modelGraph } from "./model-graph.ts";
export type { NextForecast } from "./next-forecast.ts";
export { type PredictOptions, predictNext } from "./predict-next.ts";
export type { RunEvent, TrainedEvent } from "./run-events.ts";
export { modelOf, prepareSpec, type RunSpecOptions, runSpec, type SpecEvent } from "./run-spec.ts";
export type { Answered, Sample } from "./sample/sample.ts";
export { type SampleSavedOptions, sampleSaved } from "./sample/sample-saved.ts";
export type { SampleSettings, Written } from "./sample/write.ts";
export { type ScoreTable, scoreTable } from "./score-table.ts";
export { finished, type Work } from "./work.ts";
