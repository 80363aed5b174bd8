/** From prepared data and a model to trained weights, as events. */
import { batchCount, batches, type Prepared } from "@seqloom/data";
import { type Compiler, type Coverage, plainCompiler } from "@seqloom/graph";
import type { LoweredModel } from "@seqloom/seq";
import { fold, rng } from "@seqloom/tensor";
import { type Clip, type FitEvent, fit, type StopOptions } from "@seqloom/train";
import { optimisers } from "./carry-out/optimisers.ts";
import { schedules } from "./carry-out/schedules.ts";
import { carrierOf, type Named, numberOf } from "./carry-out/setting.ts";
import { type LossTerm, lossOf } from "./loss.ts";
import type { FieldBatch } from "./model.ts";

/** What a `train { }` section says, as plain data. */
export interface TrainRecord {
  readonly loss: readonly LossTerm[];
  readonly optimiser: Named;
  readonly schedule: Named;
  readonly clip?: Clip;
  readonly batch: number;
  readonly epochs?: number;
  readonly steps?: number;
  readonly stop?: StopOptions;
  readonly keep?: "best" | "last";
  readonly order: "shuffled" | "kept";
  readonly seed: number;
}

export interface TrainModelOptions {
  readonly prepared: Prepared;
  readonly model: LoweredModel;
  readonly train: TrainRecord;
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
  compiler = plainCompiler,
  signal,
}: TrainModelOptions): AsyncGenerator<FitEvent, void, undefined> {
  const key = rng(train.seed);
  const epochs = train.epochs ?? (train.steps === undefined ? 20 : undefined);
  const stepsPerEpoch = batchCount(prepared, "train", { size: train.batch });
  const steps = train.steps ?? stepsPerEpoch * (epochs ?? 0);
  const optimiser = carrierOf(optimisers, train.optimiser, "optimiser")(train.optimiser);
  const rate = numberOf(train.optimiser, "rate", 1e-3, 0);
  const schedule = carrierOf(
    schedules,
    train.schedule,
    "schedule",
  )(train.schedule, { rate, stepsPerEpoch, steps });
  const targets = prepared.fields.filter((field) => field.role === "target").map((field) => field.name);
  return fit<FieldBatch>({
    loss: lossOf({ model, terms: train.loss, targets }),
    params: model.init(fold(key, streams.weights)),
    optimiser,
    ...(schedule !== undefined && { schedule }),
    ...(train.clip !== undefined && { clip: train.clip }),
    batches: (epoch) =>
      fieldBatches(
        prepared,
        "train",
        train,
        train.order === "kept" ? undefined : fold(fold(key, streams.order), epoch),
      ),
    ...(prepared.parts.has("validation") && {
      validation: () => fieldBatches(prepared, "validation", train, undefined),
    }),
    weight: ({ fields }) => Object.values(fields)[0]?.shape[0] ?? 1,
    ...(epochs !== undefined && { epochs }),
    ...(train.steps !== undefined && { steps: train.steps }),
    ...(train.stop !== undefined && { stop: train.stop }),
    ...(train.keep !== undefined && { keep: train.keep }),
    compiler,
    key: fold(key, streams.dropout),
    ...(signal !== undefined && { signal }),
  });
}

function* fieldBatches(
  prepared: Prepared,
  part: "train" | "validation",
  { batch }: TrainRecord,
  order: ReturnType<typeof fold> | undefined,
): Generator<FieldBatch, void> {
  for (const { fields, lengths } of batches(prepared, part, {
    size: batch,
    ...(order !== undefined && { order }),
  }))
    yield { fields, lengths };
}

/** Which parts of a step run on the plain device, and why. */
export function plainParts(coverage: readonly Coverage[]): readonly Coverage[] {
  return coverage.filter((entry) => entry.path === "plain");
}
