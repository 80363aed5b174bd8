/** What is done with a trained model: scores, forecasts, findings, a text, the report. */
import { defaultBaselines, gather, latest, type Prepared, partOf, report } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import { type Compiler, plainCompiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import { type Detection, detect, limitsOf } from "./detect/detect.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { furtherMetrics, isOfClasses } from "./forecast-metrics.ts";
import { dtypeOf, forwardOf } from "./forward.ts";
import { gateStrips } from "./gates.ts";
import type { LossTerm } from "./loss-term.ts";
import { defaultMetrics, type Measured, measurer, ofOwnAnswers } from "./measure.ts";
import { countWeights, type FieldBatch } from "./model.ts";
import type { TrainingRecord } from "./model-file.ts";
import { type NextForecast, nextForecast } from "./next-forecast.ts";
import { feedbackOf } from "./own-answers.ts";
import { isOfNumbers, termOf } from "./point.ts";
import { type Predictor, predictor } from "./predict.ts";
import { reportHtml } from "./report.ts";
import type { RunEvent, RunModelOptions, TrainedEvent } from "./run-events.ts";
import { sample } from "./sample/sample.ts";
import { compilerFor } from "./train-model.ts";
import { type Work, within } from "./work.ts";

type Done = Pick<TrainedEvent, "params" | "reason" | "record">;

/** Tells how far the scoring is; the last event is `trained`. */
export function* finish(options: RunModelOptions, done: Done): Generator<RunEvent, void, undefined> {
  const { prepared, model, train } = options;
  const { params } = done;
  const compiler = compilerFor(train, options.compiler ?? plainCompiler);
  const predict = predictor({ model, params, terms: train.loss, compiler });
  const tell = <T>(what: string, work: Work<T>) => told(model.name, what, work);
  const scored = yield* tell("metrics of the test part", scoresOf(options, compiler, params));
  const evaluation = yield* tell(
    "forecasts of the test part",
    evaluationOf(options, compiler, params, predict),
  );
  const next =
    evaluation === undefined || prepared.spec.horizon === undefined
      ? undefined
      : yield* tell("the next forecast", nextOrWhyNot(prepared, predict, train.loss));
  const detection = yield* tell("findings", findingsOf(options, predict));
  const written =
    options.sample === undefined
      ? undefined
      : yield* tell(
          "a sample",
          sample(
            { model, params, forward: forwardOf(model, compiler), form: options.sample.form },
            options.sample.settings,
            prepared,
          ),
        );
  const record: TrainingRecord = {
    ...done.record,
    ...(typeof next === "object" && { forecast: forecastRecord(next) }),
    ...(detection !== undefined && { detect: detection.limits }),
  };
  const trained: TrainedEvent = {
    kind: "trained",
    model: model.name,
    ...done,
    record,
    ...scored,
    ...(detection !== undefined && { detection }),
    ...(written !== undefined && { sample: written }),
  };
  yield evaluation === undefined
    ? trained
    : {
        ...trained,
        evaluation,
        report: reportOf(options, done, { evaluation, detection, hasNext: typeof next === "object" }),
        ...(typeof next === "string" && { noNext: next }),
        ...(typeof next === "object" && { next }),
      };
}

function* told<T>(model: string, what: string, work: Work<T>): Generator<RunEvent, T, undefined> {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
    yield { kind: "scoring", model, what, share: piece.value };
  }
}

function* findingsOf(
  { prepared, train, detect: settings }: RunModelOptions,
  predict: Predictor,
): Work<Detection | undefined> {
  const [term] = train.loss;
  if (settings === undefined || term === undefined) return undefined;
  const limits = yield* within(limitsOf(prepared, predict, term, settings), 0, 0.8);
  return yield* within(detect(prepared, predict, term, settings, limits), 0.8, 1);
}

function* scoresOf(
  { prepared, model, train }: RunModelOptions,
  compiler: Compiler,
  params: TensorParams,
): Work<Pick<TrainedEvent, "scores" | "scoresGivenTruth">> {
  const [term] = train.loss;
  if (term === undefined) return { scores: {} };
  const names = train.metrics.length > 0 ? train.metrics : defaultMetrics(term);
  const common = { model, prepared, part: "test", term, compiler } as const;
  const given = yield* measurer({ ...common, names })(params);
  if (feedbackOf(prepared, [term]) === undefined) return { scores: given };
  const own = measurer({ ...common, names: ofOwnAnswers(names), fed: "own" });
  return { scores: yield* own(params), scoresGivenTruth: given };
}

function* evaluationOf(
  options: RunModelOptions,
  compiler: Compiler,
  params: TensorParams,
  predict: Predictor,
): Work<Evaluation | undefined> {
  const { prepared, train, seed, baselines } = options;
  if (baselines === undefined) return undefined;
  const metrics = options.metrics ?? [];
  const term = termOf(train.loss, report(prepared, partOf(prepared, "test")).field);
  const outputs = (yield* predict(prepared, partOf(prepared, "test")))[term.output] ?? new Float32Array();
  return evaluate({
    ...{ prepared, term, outputs, seed, metrics },
    baselines: baselines.length === 0 ? defaultBaselines(prepared) : baselines,
    measured: yield* classScores(options, compiler, params, metrics),
  });
}

/** Metrics of classes beside a forecast of numbers: those of the first output that gives classes. */
function* classScores(
  { prepared, model, train }: RunModelOptions,
  compiler: Compiler,
  params: TensorParams,
  metrics: readonly string[],
): Work<Measured> {
  const names = furtherMetrics(metrics).filter(isOfClasses);
  const term = train.loss.find(({ name }) => !isOfNumbers(name));
  if (names.length === 0 || term === undefined) return {};
  return yield* measurer({ model, prepared, part: "test", term, names, compiler })(params);
}

interface Shown {
  readonly evaluation: Evaluation;
  readonly detection: Detection | undefined;
  readonly hasNext: boolean;
}

function reportOf(
  options: RunModelOptions,
  { params, record }: Done,
  { evaluation, detection, hasNext }: Shown,
): string {
  const { prepared, model, train, seed } = options;
  const compiler = compilerFor(train, options.compiler ?? plainCompiler);
  return reportHtml({
    title: options.title,
    evaluation,
    ...(detection !== undefined && { detection }),
    losses: {
      training: record.training,
      ...(record.validation.length > 0 && { validation: record.validation }),
      ...(record.bestEpoch !== undefined && { best: record.bestEpoch }),
    },
    gates: gateStrips(model, params, lastWindow(prepared, params, hasNext)),
    spec: options.spec,
    facts: [
      ["model", `${model.name}, ${countWeights(model).toLocaleString("en")} weights`],
      ["seed", String(seed)],
      [
        "epochs",
        `${record.epochs}${record.bestEpoch === undefined ? "" : `, weights of epoch ${record.bestEpoch}`}`,
      ],
      ["trained by", compiler.name === "plain" ? "the plain device" : `the ${compiler.name} compiler`],
    ],
  });
}

/** A trained model is worth keeping where the rows do not say what the next forecast needs: plans, for instance. */
function* nextOrWhyNot(
  prepared: Prepared,
  predict: Predictor,
  terms: readonly LossTerm[],
): Work<NextForecast | string> {
  try {
    return yield* nextForecast(prepared, predict, terms);
  } catch (error) {
    if (error instanceof SeqError && lacksRows.has(error.code)) return error.message;
    throw error;
  }
}

const lacksRows: ReadonlySet<string> = new Set(["known-missing", "too-few-rows"]);

function forecastRecord({ series }: NextForecast): NonNullable<TrainingRecord["forecast"]> {
  return { times: series.flatMap((one) => one.times), values: series.flatMap((one) => one.values) };
}

/** The window that the next forecast looks at; else the last test example. */
function lastWindow(prepared: Prepared, params: TensorParams, hasNext: boolean): FieldBatch {
  const examples = hasNext ? latest(prepared) : partOf(prepared, "test");
  const at = Int32Array.of(hasNext ? 0 : Math.max(0, examples.count - 1));
  const inputsOnly = !prepared.fields.some(({ role }) => role === "feedback");
  const { fields, lengths } = gather(prepared, examples, at, { inputsOnly, dtype: dtypeOf(params) });
  return { fields, lengths };
}
