/** One model of a spec, from prepared data to weights, scores and report, as events. */
import { type BaselineSpec, defaultBaselines, gather, latest, type Prepared, partOf } from "@seqloom/data";
import { type Compiler, plainCompiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import type { LoweredModel } from "@seqloom/seq";
import type { EndReason } from "@seqloom/train";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { gateStrips } from "./gates.ts";
import { defaultMetrics, measurer } from "./measure.ts";
import { countWeights, type FieldBatch } from "./model.ts";
import type { TrainingRecord } from "./model-file.ts";
import { type NextForecast, nextForecast } from "./next-forecast.ts";
import { predictor } from "./predict.ts";
import { reportHtml } from "./report.ts";
import { type TrainSettings, trainModel } from "./train-model.ts";

export interface RunModelOptions {
  readonly prepared: Prepared;
  readonly model: LoweredModel;
  readonly train: TrainSettings;
  readonly seed: number;
  /** Undefined where nothing is forecast. Empty: those that suit the frequency. */
  readonly baselines: readonly BaselineSpec[] | undefined;
  /** The name of the report. */
  readonly title: string;
  readonly spec: string;
  readonly compiler?: Compiler;
  readonly signal?: AbortSignal;
}

export type RunEvent =
  | {
      readonly kind: "ready";
      readonly model: string;
      readonly weights: number;
      readonly examples: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: "step";
      readonly model: string;
      /** 0 to 1; of the epochs that there can be at most. */
      readonly share: number;
      /** Steps done before this one. */
      readonly step: number;
      readonly epoch: number;
      readonly loss: number;
      readonly rate: number;
      /** A copy of the weights after this step; to be asked for before the next event. */
      readonly params: () => TensorParams;
    }
  | {
      readonly kind: "epoch";
      readonly model: string;
      readonly epoch: number;
      readonly trainLoss: number;
      readonly validationLoss?: number;
      readonly isBest: boolean;
      readonly metrics: Readonly<Record<string, number>>;
    }
  | TrainedEvent;

export interface TrainedEvent {
  readonly kind: "trained";
  readonly model: string;
  readonly reason: EndReason;
  readonly params: TensorParams;
  readonly record: TrainingRecord;
  /** The spec's metrics on the test part, or those that suit the loss. */
  readonly scores: Readonly<Record<string, number>>;
  readonly evaluation?: Evaluation;
  readonly next?: NextForecast;
  readonly report?: string;
}

/** The events of one model with one seed; the last is `trained`. */
export async function* runModel(options: RunModelOptions): AsyncGenerator<RunEvent, void, undefined> {
  const { prepared, model, train, seed, compiler = plainCompiler } = options;
  const examples = Object.fromEntries([...prepared.parts].map(([name, part]) => [name, part.count]));
  yield { kind: "ready", model: model.name, weights: countWeights(model), examples };
  const perEpoch = Math.ceil((examples.train ?? 0) / train.batch);
  const total = train.steps ?? (train.epochs ?? 20) * perEpoch;
  const training: number[] = [];
  const validation: number[] = [];
  for await (const event of trainModel(options)) {
    if (event.kind === "step") {
      const { epoch, loss, rate, step, checkpoint } = event;
      yield {
        kind: "step",
        model: model.name,
        share: Math.min(1, (step + 1) / Math.max(1, total)),
        step,
        epoch,
        loss,
        rate,
        params: () => checkpoint().params,
      };
    } else if (event.kind === "epoch") {
      const { epoch, trainLoss, validationLoss, isBest, metrics } = event;
      training.push(trainLoss);
      if (validationLoss !== undefined) validation.push(validationLoss);
      yield {
        kind: "epoch",
        model: model.name,
        epoch,
        trainLoss,
        isBest,
        metrics,
        ...(validationLoss !== undefined && { validationLoss }),
      };
    } else {
      const { params, reason, epochs, bestEpoch } = event;
      const record = {
        seed,
        epochs,
        training,
        validation,
        ...(bestEpoch !== undefined && { bestEpoch: bestEpoch + 1 }),
      };
      yield finish(options, compiler, { params, reason, record });
    }
  }
}

function finish(
  options: RunModelOptions,
  compiler: Compiler,
  { params, reason, record }: Pick<TrainedEvent, "params" | "reason" | "record">,
): TrainedEvent {
  const { prepared, model, seed, train, baselines } = options;
  const trained: TrainedEvent = {
    kind: "trained",
    model: model.name,
    reason,
    params,
    record,
    scores: scoresOf(options, compiler, params),
  };
  if (baselines === undefined) return trained;
  const predict = predictor(model, params, compiler);
  const output = outputOf(train);
  const predictions = predict.run(prepared, partOf(prepared, "test"))[output] ?? new Float32Array();
  const evaluation = evaluate(
    prepared,
    predictions,
    baselines.length === 0 ? defaultBaselines(prepared) : baselines,
    seed,
  );
  const next = prepared.spec.horizon === undefined ? undefined : nextForecast(prepared, predict, output);
  const report = reportHtml({
    title: options.title,
    evaluation,
    losses: {
      training: record.training,
      ...(record.validation.length > 0 && { validation: record.validation }),
      ...(record.bestEpoch !== undefined && { best: record.bestEpoch }),
    },
    gates: gateStrips(model, params, lastWindow(prepared)),
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
  return {
    ...trained,
    evaluation,
    report,
    ...(next !== undefined && { next, record: { ...record, forecast: forecastRecord(next) } }),
  };
}

function scoresOf(
  { prepared, model, train }: RunModelOptions,
  compiler: Compiler,
  params: TensorParams,
): TrainedEvent["scores"] {
  const [term] = train.loss;
  if (term === undefined) return {};
  const names = train.metrics.length > 0 ? train.metrics : defaultMetrics(term);
  return measurer({ model, prepared, part: "test", term, names, compiler })(params);
}

/** The result that answers the reported target: the first term of the loss says which. */
function outputOf(train: TrainSettings): string {
  return train.loss[0]?.output ?? "y";
}

function forecastRecord({ series }: NextForecast): NonNullable<TrainingRecord["forecast"]> {
  return { times: series.flatMap((one) => one.times), values: series.flatMap((one) => one.values) };
}

/** The window that the next forecast looks at; of independent rows or whole sequences the last test example. */
function lastWindow(prepared: Prepared): FieldBatch {
  const isForecast = prepared.spec.horizon !== undefined;
  const examples = isForecast ? latest(prepared) : partOf(prepared, "test");
  const at = Int32Array.of(isForecast ? 0 : Math.max(0, examples.count - 1));
  const { fields, lengths } = gather(prepared, examples, at, { inputsOnly: true });
  return { fields, lengths };
}
