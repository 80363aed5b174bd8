/** Tables, series and texts to batches: nothing that is fitted has seen the future. */

export { type CsvOptions, readCsv } from "./1-read/csv.ts";
export { dateOf, formatDate, readDate } from "./1-read/date.ts";
export { dateColumns } from "./1-read/date-columns.ts";
export type { Inputs } from "./1-read/read.ts";
export { type CellValue, type Row, readJsonLines, rowsToTable } from "./1-read/rows.ts";
export type { Column, Table } from "./1-read/table.ts";
export { patternTest, readLines, readText } from "./1-read/text.ts";
export { parseStep, type Step, stepNumber, stepTime } from "./2-time/step.ts";
export { type CallExpr, type ColumnExpr, call, column, formatExpr, text } from "./3-columns/expression.ts";
export { type ColumnFunction, columnFunctions, type FunctionGroup } from "./3-columns/functions.ts";
export type { LetSpec } from "./3-columns/resolve.ts";
export type { PartName } from "./4-split/shares.ts";
export { type Cuts, describeCuts } from "./4-split/split-time.ts";
export type { ColumnScaler, Fitted } from "./5-fit/fit.ts";
export { fittedFrom } from "./5-fit/fitted-from.ts";
export {
  fitScaler,
  quantileOf,
  type ScaleMethod,
  type Scaler,
  scale,
  scaleMethods,
  unscale,
} from "./5-fit/scaler.ts";
export {
  fitVocabulary,
  placesOf,
  sizeOfVocabulary,
  startMark,
  symbolAt,
  type Vocabulary,
  type VocabularyOptions,
} from "./5-fit/vocabulary.ts";
export type { Field } from "./6-examples/encode.ts";
export { type Example, type Examples, exampleAt } from "./6-examples/examples.ts";
export { wordsOf } from "./6-examples/symbols.ts";
export { type BatchOptions, batchCount, batches, latest } from "./7-batch/batches.ts";
export { type Batch, type GatherOptions, gather } from "./7-batch/gather.ts";
export { type FieldAxis, type FieldInfo, fieldInfos } from "./7-batch/shape.ts";
export { type StreamBatch, type StreamOptions, streams } from "./7-batch/streams.ts";
export {
  type BaselineSpec,
  baselineForecast,
  baselineName,
  baselineNames,
  defaultBaselines,
  naiveScales,
  seasonOf,
} from "./baselines/baseline.ts";
export { fitRidge, type Regression, type Ridge } from "./baselines/ridge.ts";
export { drift, mean, naive, type SeriesForecast, seasonal, theta } from "./baselines/series.ts";
export { type GeneratorName, generate, generatorNames } from "./generators/generate.ts";
export { accuracy, auc, bitsPerCharacter, exact, macroF1, perplexity } from "./metrics/classes.ts";
export { conformalReach } from "./metrics/conformal.ts";
export {
  crps,
  crpsOfSamples,
  mae,
  mape,
  mase,
  mse,
  naiveScale,
  pinball,
  r2,
  rmse,
  smape,
} from "./metrics/errors.ts";
export { type MetricKind, metricKinds } from "./metrics/names.ts";
export { coverage, direction, type Proportion, wilson } from "./metrics/proportion.ts";
export { type Skill, type SkillOptions, skill } from "./metrics/skill.ts";
export { type Prepared, type PrepareOptions, partOf, prepare } from "./prepare.ts";
export { type Reported, report, restore } from "./report/reported.ts";
export type { WayBack } from "./report/way-back.ts";
export type {
  DataSpec,
  FieldSpec,
  GapRule,
  JoinSpec,
  MissingRule,
  Notice,
  ScaleSpec,
  SourceSpec,
  SplitSpec,
  TimeSpec,
} from "./spec.ts";
