/** What a training run says in a terminal. */
import { headline, type SpecEvent, scoreTable, type TrainedEvent } from "@seqloom/run";
import { createProgress } from "../terminal/progress.ts";
import { formatTable } from "../terminal/table.ts";
import type { Context } from "./context.ts";
import { formatFindings } from "./findings-text.ts";
import { formatForecast } from "./forecast-text.ts";
import { formatSample, unknownNote } from "./sample-text.ts";
import { scoringBar } from "./scoring-bar.ts";

/**
 * Writes what happens: notices and progress to the one stream, results to the other.
 *
 * @param said  codes of remarks that the check has made, which need not be made again
 */
export function tellerOf(context: Context, said: ReadonlySet<string>): (event: SpecEvent) => void {
  const { err } = context;
  let progress = createProgress(err, context.now);
  const scoring = scoringBar(context);
  let epochLosses = "";
  return (event) => {
    switch (event.kind) {
      case "prepared":
        for (const { code, message } of event.notices) if (!said.has(code)) err.write(`note: ${message}\n`);
        return;
      case "model":
        progress = createProgress(err, context.now);
        if (event.count > 1)
          err.write(`\n${event.model.name}, seed ${event.seed} (${event.index + 1} of ${event.count})\n`);
        return;
      case "ready": {
        const examples = Object.entries(event.examples).map(
          ([part, count]) => `${part} ${count.toLocaleString("en")}`,
        );
        err.write(
          `${event.model}: ${event.weights.toLocaleString("en")} weights; examples: ${examples.join(", ")}\n`,
        );
        return;
      }
      case "step":
        progress.update({
          share: event.share,
          text: `epoch ${event.epoch + 1}  loss ${event.loss.toPrecision(4)}${epochLosses}  rate ${event.rate.toPrecision(2)}`,
        });
        return;
      case "epoch":
        epochLosses =
          event.validationLoss === undefined ? "" : `  validation ${event.validationLoss.toPrecision(4)}`;
        return;
      case "weights":
        progress.finish();
        context.err.write(`${endOf(event)}\n`);
        return;
      case "scoring":
        scoring.update(event.what, event.share);
        return;
      case "trained":
        scoring.finish();
        tellTrained(event, context);
        return;
      default:
        return event satisfies never;
    }
  };
}

/** How the training went. */
function endOf({ record, reason }: Extract<SpecEvent, { kind: "weights" }>): string {
  const { epochs, bestEpoch, training } = record;
  const why = { epochs: "", steps: "", patience: ", stopped early", aborted: ", stopped by you" }[reason];
  const kept = bestEpoch === undefined ? "" : `, weights of epoch ${bestEpoch}`;
  const last = training.at(-1);
  const loss = last === undefined ? "" : `; last training loss ${last.toPrecision(4)}`;
  return `trained ${epochs} ${epochs === 1 ? "epoch" : "epochs"}${why}${kept}${loss}`;
}

function tellTrained(
  { evaluation, next, noNext, scores, scoresGivenTruth, detection, sample }: TrainedEvent,
  { err, out }: Context,
): void {
  err.write("\n");
  if (evaluation === undefined) {
    const own = scoresGivenTruth === undefined ? "" : ", fed its own answers";
    if (Object.keys(scores).length > 0) out.write(`on the test part${own}: ${formatScores(scores)}\n`);
    if (scoresGivenTruth !== undefined)
      out.write(
        `on the test part, fed the true answers before each step: ${formatScores(scoresGivenTruth)}\n`,
      );
    out.write("\n");
  } else {
    const { head, rows } = scoreTable(evaluation.scores);
    out.write(`${headline(evaluation)}\n\n${formatTable(head, rows)}\n\n`);
  }
  if (next !== undefined) out.write(`${formatForecast(next)}\n\n`);
  if (noNext !== undefined) err.write(`note: no forecast of the next steps: ${noNext}\n`);
  if (detection !== undefined) out.write(`${formatFindings(detection)}\n\n`);
  if (sample !== undefined) {
    const note = unknownNote(sample);
    if (note !== undefined) err.write(note);
    out.write(`${formatSample(sample)}\n\n`);
  }
}

function formatScores(scores: TrainedEvent["scores"]): string {
  return Object.entries(scores)
    .map(([name, value]) => `${name} ${formatScore(value)}`)
    .join(", ");
}

/** Four digits; shares and counts need no more. */
function formatScore(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "-";
}
