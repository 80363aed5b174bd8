/** One model of a spec, from prepared data to weights, scores and report, as events. */
import { plainCompiler } from "@seqloom/graph";
import { rng } from "@seqloom/tensor";
import { type EndReason, pauses } from "@seqloom/train";
import { checkDetect } from "./detect/scores.ts";
import { finish } from "./finish.ts";
import { forwardOf } from "./forward.ts";
import { countWeights } from "./model.ts";
import { placedIn } from "./place-in-text.ts";
import type { RunEvent, RunModelOptions } from "./run-events.ts";
import { checkStream } from "./sample/write.ts";
import { firstWeights, trainModel, weightsInUse } from "./train-model.ts";

/**
 * The events of one model with one seed; the last is `trained`. A signal ends the training after the step at work, and the
 * weights so far are scored; one that comes during the scoring ends that, and `weights` is the last event but for it.
 */
export async function* runModel(options: RunModelOptions): AsyncGenerator<RunEvent, void, undefined> {
  const { prepared, model, train, seed } = options;
  checkUse(options);
  const examples = Object.fromEntries([...prepared.parts].map(([name, part]) => [name, part.count]));
  const params = firstWeights(options);
  yield { kind: "ready", model: model.name, weights: countWeights(model), examples, params };
  const perEpoch = Math.ceil((examples.train ?? 0) / train.batch);
  const total = train.steps === undefined ? (train.epochs ?? 20) * perEpoch : train.steps * train.accumulate;
  const training: number[] = [];
  const validation: number[] = [];
  for await (const event of placedIn(options.spec, trainModel(options))) {
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
        params: () => weightsInUse(checkpoint()),
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
      yield { kind: "weights", model: model.name, params, reason, record };
      yield* untilStopped(finish(options, { params, reason, record }), reason, options.signal);
    }
  }
}

/** The events of the scoring, with turns for clicks, timers and signals between them. */
async function* untilStopped(
  scoring: Iterable<RunEvent>,
  reason: EndReason,
  signal: AbortSignal | undefined,
): AsyncGenerator<RunEvent, void, undefined> {
  const pause = pauses();
  for (const event of scoring) {
    yield event;
    await pause();
    if (signal?.aborted && reason !== "aborted") return;
  }
}

/**
 * What could not be done with the trained model is refused before hours go into training it.
 *
 * @throws SeqError "detect-needs", "stream-whole"
 */
function checkUse({ prepared, model, train, sample, detect, seed }: RunModelOptions): void {
  const [term] = train.loss;
  if (detect !== undefined && term !== undefined) checkDetect(prepared, term);
  if (sample === undefined || sample.form.feedback !== undefined) return;
  const params = model.init(rng(seed));
  checkStream({ model, params, forward: forwardOf(model, plainCompiler), form: sample.form });
}
