/** From prepared data and a model to trained weights, as events. */
import { batchCount, batches, type Prepared } from "@seqloom/data";
import { type Compiler, plainCompiler } from "@seqloom/graph";
import type { TensorParams } from "@seqloom/nn";
import type { LoweredModel } from "@seqloom/seq";
import { fold, type Rng, rng } from "@seqloom/tensor";
import { type Clip, type FitEvent, fit, type StopOptions } from "@seqloom/train";
import { largerIsBetter } from "./carry-out/metrics.ts";
import { optimisers } from "./carry-out/optimisers.ts";
import { schedules } from "./carry-out/schedules.ts";
import { carrierOf, type Named, numberOf } from "./carry-out/setting.ts";
import { classWeightsOf } from "./class-weights.ts";
import { type LossTerm, lossOf } from "./loss.ts";
import { type Measure, measurer } from "./measure.ts";
import type { FieldBatch } from "./model.ts";
import { firstStates, type States, streamBatches, streamCount } from "./truncated.ts";

/** What is read of a `train { }` section; the record that the checker makes fits. */
export interface TrainSettings {
  readonly loss: readonly LossTerm[];
  readonly optimiser: Named;
  readonly schedule: Named;
  readonly clip?: { readonly norm?: number; readonly value?: number };
  readonly batch: number;
  readonly epochs?: number;
  readonly steps?: number;
  readonly stop?: { readonly patience: number; readonly watch: string; readonly least: number };
  readonly keep: "best" | "last";
  readonly order: "shuffled" | "kept";
  /** Steps of a part of a sequence, where gradients are cut off. */
  readonly truncate?: number;
  /** Computed after each epoch on the validation part. */
  readonly metrics: readonly string[];
}

export interface TrainModelOptions {
  readonly prepared: Prepared;
  readonly model: LoweredModel;
  readonly train: TrainSettings;
  readonly seed: number;
  readonly compiler?: Compiler;
  readonly signal?: AbortSignal;
}

/** Streams drawn from the seed, one for each purpose, so that one more draw changes no other. */
const streams = { weights: 1, order: 2, dropout: 3 } as const;

/** The same seed gives the same events on every machine with the same engine. */
export function trainModel({
  prepared,
  model,
  train,
  seed,
  compiler = plainCompiler,
  signal,
}: TrainModelOptions): AsyncGenerator<FitEvent<States>, void, undefined> {
  const key = rng(seed);
  const epochs = train.epochs ?? (train.steps === undefined ? 20 : undefined);
  const truncation =
    train.truncate === undefined ? undefined : { size: train.batch, truncate: train.truncate };
  const stepsPerEpoch =
    truncation === undefined
      ? batchCount(prepared, "train", { size: train.batch })
      : streamCount(prepared, "train", truncation);
  const steps = train.steps ?? stepsPerEpoch * (epochs ?? 0);
  const optimiser = carrierOf(optimisers, train.optimiser, "optimiser")(train.optimiser);
  const rate = numberOf(train.optimiser, "rate", 1e-3);
  const schedule = carrierOf(
    schedules,
    train.schedule,
    "schedule",
  )(train.schedule, { rate, stepsPerEpoch, steps });
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
  const clip = clipOf(train);
  const stop = train.stop === undefined ? undefined : stopOf(train.stop);
  return fit<FieldBatch, States>({
    carry: truncation === undefined ? {} : firstStates(model, train.batch),
    loss: lossOf({ model, terms: train.loss, classWeights: classWeightsOf(prepared, train.loss) }),
    params: model.init(fold(key, streams.weights)),
    optimiser,
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
    ...(train.steps !== undefined && { steps: train.steps }),
    ...(stop !== undefined && { stop }),
    ...(hasValidation && names.length > 0 && { metrics: metricsOf(names, measure) }),
    keep: train.keep,
    compiler,
    key: fold(key, streams.dropout),
    ...(signal !== undefined && { signal }),
  });
}

function metricsOf(
  names: readonly string[],
  measure: Measure | undefined,
): Record<string, (params: TensorParams) => number> {
  return Object.fromEntries(
    names.map((name) => [name, (params: TensorParams) => measure?.(params)[name] ?? Number.NaN]),
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
  { batch, truncate }: TrainSettings,
  order: Rng | undefined,
): Generator<FieldBatch, void> {
  if (truncate !== undefined) return yield* streamBatches(prepared, part, { size: batch, truncate }, order);
  for (const { fields, lengths } of batches(prepared, part, {
    size: batch,
    ...(order !== undefined && { order }),
  }))
    yield { fields, lengths };
}
