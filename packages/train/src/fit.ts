/** The training loop, as a stream of events that its reader drives. */
import { SeqError } from "@seqloom/diagnostic";
import type { TensorParams } from "@seqloom/nn";
import { leaves, type Tree } from "@seqloom/ops";
import { fold } from "@seqloom/tensor";
import type { Checkpoint, Progress } from "./checkpoint.ts";
import { type CompiledLoss, compileLoss } from "./compile-loss.ts";
import { compileStep, type StepOutcome, type TrainingStep } from "./compile-step.ts";
import type { DoneEvent, EndReason, EpochEvent, FitEvent, StepEvent } from "./events.ts";
import { checkFit, type FitOptions, isPlateau, keepsBest } from "./fit-options.ts";
import { pauses } from "./pause.ts";
import { watchNext } from "./watch.ts";

/**
 * Trains, and tells after each step and each epoch; the last event holds the parameters.
 *
 * Nothing runs ahead of the reader. Every 50 ms control goes back to the event loop, so that a page stays alive and an
 * AbortSignal arrives.
 *
 * @throws SeqError "fit-length" without epochs or steps, "validation-missing", "metric-unknown", "stop-option",
 *         "no-batches", "loss-not-finite" naming the step whose loss is NaN or infinite, or whose gradient is NaN, and
 *         with `findNaN` the operation that made it; whatever the loss throws
 * @example
 * for await (const event of fit({ loss, params, optimiser: adam({ rate: 1e-3 }), batches, epochs: 30 })) {
 *   if (event.kind === "done") save(event.params);
 * }
 */
export async function* fit<Batch extends Tree, Carry extends Tree = Record<string, never>>(
  options: FitOptions<Batch, Carry>,
): AsyncGenerator<FitEvent<Carry>, void, undefined> {
  checkFit(options);
  const training = begin(options);
  let reason = reasonToEnd(training);
  while (reason === undefined) {
    yield* trainEpoch(training);
    if (options.signal?.aborted) {
      reason = "aborted";
    } else {
      // The limit of steps may fall into an epoch: it is judged like a whole one, but a checkpoint goes on in it.
      const isWhole = training.progress.step !== options.steps;
      const closed = await closeEpoch(training);
      training.outcome = closed;
      if (isWhole) Object.assign(training, { progress: closed.progress, best: closed.best });
      yield closed.event;
      reason = isWhole ? reasonToEnd(training) : "steps";
    }
  }
  yield doneEvent(training, reason);
}

/** A training under way. */
interface Training<Batch extends Tree, Carry extends Tree> {
  readonly options: FitOptions<Batch, Carry>;
  readonly step: TrainingStep<Batch, Carry>;
  readonly validation: CompiledLoss<Batch> | undefined;
  readonly pause: () => Promise<void> | undefined;
  readonly checkpoint: () => Checkpoint<Carry>;
  progress: Progress;
  best: TensorParams | undefined;
  /** What the last epoch led to. */
  outcome: { readonly progress: Progress; readonly best: TensorParams | undefined };
}

function begin<Batch extends Tree, Carry extends Tree>(
  options: FitOptions<Batch, Carry>,
): Training<Batch, Carry> {
  const { from, schedule } = options;
  const step = compileStep(options);
  if (from !== undefined) step.write(from);
  const first: Progress = {
    step: 0,
    epoch: 0,
    batch: 0,
    lossSum: 0,
    weightSum: 0,
    watch: { waited: 0 },
    ...(isPlateau(schedule) && { plateau: schedule.first }),
  };
  const start = { progress: from?.progress ?? first, best: from?.best };
  const training: Training<Batch, Carry> = {
    options,
    step,
    validation: options.validation && compileLoss(options),
    pause: pauses(),
    checkpoint: () => ({
      ...step.read(),
      progress: training.progress,
      ...(training.best && { best: training.best }),
    }),
    ...start,
    outcome: start,
  };
  return training;
}

function reasonToEnd<Batch extends Tree, Carry extends Tree>({
  options: { epochs, steps, stop, signal },
  progress,
}: Training<Batch, Carry>): EndReason | undefined {
  if (signal?.aborted) return "aborted";
  if (steps !== undefined && progress.step >= steps) return "steps";
  if (epochs !== undefined && progress.epoch >= epochs) return "epochs";
  return stop !== undefined && progress.watch.waited >= stop.patience ? "patience" : undefined;
}

/** The batches of an epoch that are still to come, until a limit or the signal. */
async function* trainEpoch<Batch extends Tree, Carry extends Tree>(
  training: Training<Batch, Carry>,
): AsyncGenerator<StepEvent<Carry>, void, undefined> {
  const { options, step } = training;
  const { epoch, batch: done } = training.progress;
  if (done === 0 && options.carry !== undefined && leaves(options.carry).length > 0)
    step.write({ ...step.read(), carry: options.carry });
  let place = 0;
  for await (const batch of options.batches(epoch)) {
    place += 1;
    if (place <= done) continue;
    if (options.signal?.aborted) return;
    yield runStep(training, batch);
    if (training.progress.step === options.steps) return;
    await training.pause();
  }
  if (place > 0) return;
  throw new SeqError("no-batches", `fit: there are no batches in epoch ${epoch}`, {
    help: "the training part may be smaller than a batch, or the batches may be a generator that was used up",
    details: { epoch },
  });
}

function runStep<Batch extends Tree, Carry extends Tree>(
  training: Training<Batch, Carry>,
  batch: Batch,
): StepEvent<Carry> {
  const { options, progress, checkpoint } = training;
  const { schedule, key, weight = () => 1 } = options;
  const { step: index, epoch } = progress;
  const rate = rateNow(training);
  const momentum = isPlateau(schedule) ? undefined : schedule?.momentum?.(index);
  const { loss, norm } = training.step.run(batch, { rate, momentum, key: key && fold(key, index) });
  if (!Number.isFinite(loss) || Number.isNaN(norm)) throw notFinite(training, { loss, norm, rate });
  const share = weight(batch);
  training.progress = {
    ...progress,
    step: index + 1,
    batch: progress.batch + 1,
    lossSum: progress.lossSum + loss * share,
    weightSum: progress.weightSum + share,
  };
  return { kind: "step", step: index, epoch, loss, rate, norm, checkpoint };
}

/** A gradient of NaN makes the next loss NaN: it is told at the step that made it. */
function notFinite<Batch extends Tree, Carry extends Tree>(
  { options, progress: { step, epoch }, step: { firstNaN } }: Training<Batch, Carry>,
  { loss, norm, rate }: StepOutcome & { readonly rate: number },
): SeqError {
  const isLoss = !Number.isFinite(loss);
  const place = `at step ${step} (epoch ${epoch}), rate ${rate}`;
  const what = isLoss
    ? `the loss became ${loss} ${place}`
    : `the gradient became NaN ${place}, while the loss was ${loss}`;
  const details = { step, epoch, rate, loss, norm };
  const advice = "lower the rate, clip gradients by norm, or look for NaN in the data";
  if (options.findNaN !== true || (isLoss && !Number.isNaN(loss))) {
    return new SeqError("loss-not-finite", what, {
      help:
        options.findNaN === true ? advice : `${advice}; with findNaN the operation that made a NaN is named`,
      details,
    });
  }
  const cause = firstNaN();
  if (cause === undefined) {
    return new SeqError("loss-not-finite", `${what}; run again on the plain device, the step makes no NaN`, {
      help: `numbers of the compiled step overflow that the plain device adds up in double precision: ${advice}`,
      details,
    });
  }
  return new SeqError("loss-not-finite", `${what}: ${cause.summary}`, {
    help: cause.help ?? advice,
    details: { ...details, ...cause.details },
    cause,
  });
}

function rateNow<Batch extends Tree, Carry extends Tree>({
  options: { optimiser, schedule },
  progress,
}: Training<Batch, Carry>): number {
  const factor = isPlateau(schedule) ? progress.plateau?.factor : schedule?.(progress.step);
  return optimiser.rate * (factor ?? 1);
}

interface Closed<Carry extends Tree> {
  readonly event: EpochEvent<Carry>;
  readonly progress: Progress;
  readonly best: TensorParams | undefined;
}

/** Validates, and finds out whether the epoch was the best. */
async function closeEpoch<Batch extends Tree, Carry extends Tree>(
  training: Training<Batch, Carry>,
): Promise<Closed<Carry>> {
  const { options, progress, checkpoint } = training;
  const { schedule, stop = { patience: Infinity } } = options;
  const params = paramsInUse(training);
  const validationLoss = await meanLoss(training, params);
  const metrics: Record<string, number> = {};
  for (const [name, metric] of Object.entries(options.metrics ?? {})) metrics[name] = await metric(params);

  const { epoch, plateau } = progress;
  const watched = stop.watch === undefined ? validationLoss : metrics[stop.watch];
  const watch = watched === undefined ? progress.watch : watchNext(progress.watch, watched, epoch, stop);
  const isBest = watched === undefined || watch.bestEpoch === epoch;
  const next: Progress = {
    ...{ step: progress.step, epoch: epoch + 1, batch: 0, lossSum: 0, weightSum: 0, watch },
    ...(isPlateau(schedule) &&
      plateau !== undefined && { plateau: schedule.next(plateau, validationLoss ?? Number.NaN) }),
  };
  return {
    progress: next,
    best: isBest && keepsBest(options) ? params : training.best,
    event: {
      kind: "epoch",
      epoch,
      steps: progress.step,
      trainLoss: progress.lossSum / progress.weightSum,
      ...(validationLoss !== undefined && { validationLoss }),
      metrics,
      rate: rateNow(training),
      isBest,
      checkpoint,
    },
  };
}

/** The trained parameters, or what stands for them. */
function paramsInUse<Batch extends Tree, Carry extends Tree>({
  options: { inUse },
  step,
}: Training<Batch, Carry>): TensorParams {
  const state = step.read();
  return inUse?.(state) ?? state.params;
}

async function meanLoss<Batch extends Tree, Carry extends Tree>(
  { options, validation, pause }: Training<Batch, Carry>,
  params: TensorParams,
): Promise<number | undefined> {
  if (validation === undefined || options.validation === undefined) return undefined;
  const { weight = () => 1 } = options;
  validation.write(params);
  let [sum, weights] = [0, 0];
  for await (const batch of options.validation()) {
    const share = weight(batch);
    sum += validation.run(batch) * share;
    weights += share;
    await pause();
  }
  return sum / weights;
}

function doneEvent<Batch extends Tree, Carry extends Tree>(
  training: Training<Batch, Carry>,
  reason: EndReason,
): DoneEvent<Carry> {
  const { progress, outcome, checkpoint } = training;
  const { best } = outcome;
  const { bestEpoch } = outcome.progress.watch;
  return {
    kind: "done",
    reason,
    params: best ?? paramsInUse(training),
    ...(best !== undefined && bestEpoch !== undefined && { bestEpoch }),
    steps: progress.step,
    epochs: outcome.progress.epoch,
    checkpoint,
  };
}
