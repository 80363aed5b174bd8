/** From prepared data and a model to trained weights, as events. */
import { batchCount, batches, type Prepared } from "@seqloom/data";
import { type Compiler, plainCompiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import type { Tree } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";
import { fold, type Rng, rng } from "@seqloom/tensor";
import {
  accumulated,
  averaged,
  averageOf,
  type Clip,
  type FitEvent,
  fit,
  type Optimiser,
  type Plateau,
  type Schedule,
  type StopOptions,
} from "@seqloom/train";
import { largerIsBetter } from "./carry-out/metrics.ts";
import { optimisers } from "./carry-out/optimisers.ts";
import { schedules } from "./carry-out/schedules.ts";
import { carrierOf, numberOf } from "./carry-out/setting.ts";
import { classWeightsOf } from "./class-weights.ts";
import { lossOf } from "./loss.ts";
import type { TrainSettings } from "./loss-term.ts";
import { type Measure, measurer } from "./measure.ts";
import type { FieldBatch } from "./model.ts";
import { feedbackOf } from "./own-answers.ts";
import { firstStates, type States, streamBatches, streamCount } from "./truncated.ts";
import { finished } from "./work.ts";

export interface TrainModelOptions {
  readonly prepared: Prepared;
  readonly model: LoweredModel;
  readonly train: TrainSettings;
  readonly seed: number;
  readonly compiler?: Compiler;
  readonly signal?: AbortSignal;
}

/** Streams drawn from the seed, one for each purpose, so that one more draw changes no other. */
const streams = { weights: 1, order: 2, noise: 3 } as const;

/** The same seed gives the same events on every machine with the same engine. */
export function trainModel({
  prepared,
  model,
  train,
  seed,
  compiler: given = plainCompiler,
  signal,
}: TrainModelOptions): AsyncGenerator<FitEvent<States>, void, undefined> {
  const compiler = compilerFor(train, given);
  const key = rng(seed);
  const epochs = train.epochs ?? (train.steps === undefined ? 20 : undefined);
  const truncation =
    train.truncate === undefined ? undefined : { size: train.batch, truncate: train.truncate };
  const batchesPerEpoch =
    truncation === undefined
      ? batchCount(prepared, "train", { size: train.batch })
      : streamCount(prepared, "train", truncation);
  const stepsPerEpoch = batchesPerEpoch / train.accumulate;
  const steps = train.steps ?? Math.max(1, Math.floor(stepsPerEpoch * (epochs ?? 0)));
  const optimiser = optimiserOf(train);
  const rate = numberOf(train.optimiser, "rate", 1e-3);
  const schedule = byStep(
    carrierOf(schedules, train.schedule, "schedule")(train.schedule, { rate, stepsPerEpoch, steps }),
    train.accumulate,
  );
  const hasValidation = prepared.parts.has("validation");
  const names = [
    ...new Set([
      ...train.metrics,
      ...(train.stop === undefined || train.stop.watch === "loss" ? [] : [train.stop.watch]),
    ]),
  ];
  const [term] = train.loss;
  const measure =
    term === undefined || !hasValidation
      ? undefined
      : measurer({ model, prepared, part: "validation", term, names, compiler });
  // Of several batches a step the mean gradient is clipped, by the optimiser.
  const clip = train.accumulate > 1 ? undefined : clipOf(train);
  const feedback = feedbackOf(prepared, train.loss);
  const stop = train.stop === undefined ? undefined : stopOf(train.stop);
  return fit<FieldBatch, States>({
    carry: truncation === undefined ? {} : firstStates(model, train.batch, train.precision),
    loss: lossOf({
      ...{ model, terms: train.loss, classWeights: classWeightsOf(prepared, train.loss, train.precision) },
      ...(feedback !== undefined && train.teacher < 1 && { teaching: { feedback, teacher: train.teacher } }),
    }),
    params: firstWeights({ model, train, seed }),
    optimiser,
    ...(train.average !== undefined && { inUse: weightsInUse }),
    ...(schedule !== undefined && { schedule }),
    ...(clip !== undefined && { clip }),
    batches: (epoch) =>
      fieldBatches(
        prepared,
        "train",
        train,
        train.order === "kept" ? undefined : fold(fold(key, streams.order), epoch),
      ),
    ...(hasValidation && {
      validation: () => fieldBatches(prepared, "validation", train, undefined),
    }),
    weight: ({ fields }) => Object.values(fields)[0]?.shape[0] ?? 1,
    ...(epochs !== undefined && { epochs }),
    ...(train.steps !== undefined && { steps: train.steps * train.accumulate }),
    ...(stop !== undefined && { stop }),
    ...(hasValidation && names.length > 0 && { metrics: metricsOf(names, measure) }),
    keep: train.keep,
    compiler,
    findNaN: true,
    key: fold(key, streams.noise),
    ...(signal !== undefined && { signal }),
  });
}

/** The weights before the first step. */
export function firstWeights({
  model,
  train,
  seed,
}: Pick<TrainModelOptions, "model" | "train" | "seed">): TensorParams {
  return model.init(fold(rng(seed), streams.weights), train.precision);
}

/** The plain device computes in f64, compiled code does not. */
export function compilerFor({ precision }: TrainSettings, compiler: Compiler): Compiler {
  return precision === "f64" ? plainCompiler : compiler;
}

function optimiserOf(train: TrainSettings): Optimiser {
  const named = carrierOf(optimisers, train.optimiser, "optimiser")(train.optimiser);
  const kept = train.average === undefined ? named : averaged(named, train.average);
  const clip = clipOf(train);
  return train.accumulate === 1
    ? kept
    : accumulated(kept, { batches: train.accumulate, ...(clip !== undefined && { clip }) });
}

/** The weights that are validated, kept and shown: averages where there are any. */
export function weightsInUse({
  params,
  optimiser,
}: {
  readonly params: TensorParams;
  readonly optimiser: Tree;
}): TensorParams {
  return averageOf(params, optimiser);
}

/** `fit` counts batches, schedules count steps. */
function byStep(schedule: Schedule | Plateau | undefined, batches: number): Schedule | Plateau | undefined {
  if (typeof schedule !== "function" || batches === 1) return schedule;
  const { momentum } = schedule;
  const slow = (batch: number) => schedule(Math.floor(batch / batches));
  return momentum === undefined
    ? slow
    : Object.assign(slow, { momentum: (batch: number) => momentum(Math.floor(batch / batches)) });
}

function metricsOf(
  names: readonly string[],
  measure: Measure | undefined,
): Record<string, (params: TensorParams) => number> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      (params: TensorParams) =>
        measure === undefined ? Number.NaN : (finished(measure(params))[name] ?? Number.NaN),
    ]),
  );
}

function clipOf({ clip }: TrainSettings): Clip | undefined {
  if (clip?.norm !== undefined) return { norm: clip.norm };
  return clip?.value === undefined ? undefined : { value: clip.value };
}

/** The validation loss is what `fit` watches when nothing else is named. */
function stopOf({ patience, watch, least }: NonNullable<TrainSettings["stop"]>): StopOptions {
  return {
    patience,
    least,
    ...(watch !== "loss" && { watch, better: largerIsBetter.has(watch) ? "higher" : "lower" }),
  };
}

function* fieldBatches(
  prepared: Prepared,
  part: "train" | "validation",
  { batch, truncate, precision: dtype }: TrainSettings,
  order: Rng | undefined,
): Generator<FieldBatch, void> {
  if (truncate !== undefined)
    return yield* streamBatches(prepared, part, { size: batch, truncate, dtype }, order);
  for (const { fields, lengths } of batches(prepared, part, {
    ...{ size: batch, dtype },
    ...(order !== undefined && { order }),
  }))
    yield { fields, lengths };
}
