/** seqloom train: from a spec to a model file, a table of scores and a report. */
import { basename, join, relative } from "node:path";
import { plainCompiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import {
  headline,
  runSpec,
  type SpecEvent,
  scoreTable,
  type TrainedEvent,
  writeModelFile,
} from "@seqloom/run";
import { folderAccess } from "@seqloom/run/node";
import { createProgress, formatSeconds } from "../terminal/progress.ts";
import { formatTable } from "../terminal/table.ts";
import type { Context, ExitCode } from "./context.ts";
import { formatForecast } from "./forecast-text.ts";
import { type ReadSpec, readSpec, tell } from "./read-spec.ts";
import { writeWhole } from "./write-file.ts";

export interface TrainCommandOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly seeds: readonly number[] | undefined;
  readonly model: string | undefined;
  readonly device: "wasm" | "plain";
  /** Folder of model file and report. */
  readonly out: string;
}

interface Finished {
  readonly event: TrainedEvent;
  readonly seed: number;
}

export async function trainCommand(
  path: string,
  options: TrainCommandOptions,
  context: Context,
): Promise<ExitCode> {
  const read = await readSpec(path, { set: options.set, needsData: true, cwd: context.cwd });
  tell(read, context);
  const { spec, source } = read.loaded;
  if (spec === undefined) return 1;
  const compiler = options.device === "plain" ? plainCompiler : wasmCompiler();
  const title = basename(path).replace(/\.seq$/, "");
  const start = context.now();
  const events = runSpec({
    spec,
    text: source.text,
    title,
    files: folderAccess(read.folder),
    compiler,
    signal: context.signal,
    ...(options.seeds !== undefined && { seeds: options.seeds }),
    ...(options.model !== undefined && { model: options.model }),
  });
  const finished: Finished[] = [];
  const told = teller(context);
  let fitted: unknown;
  let seed = 1;
  for await (const event of events) {
    told(event);
    if (event.kind === "prepared") fitted = event.prepared.fitted;
    if (event.kind === "model") seed = event.seed;
    if (event.kind === "trained") {
      finished.push({ event, seed });
      await save(
        {
          event,
          seed,
          title,
          read,
          options,
          fitted: fitted as Parameters<typeof writeModelFile>[0]["fitted"],
        },
        context,
      ); // set by the event "prepared", which comes first
    }
  }
  if (finished.length > 1) compare(finished, context);
  context.err.write(`done in ${formatSeconds((context.now() - start) / 1000)}\n`);
  return context.signal.aborted ? 130 : 0;
}

/** Writes what happens: notices and progress to the one stream, results to the other. */
function teller(context: Context): (event: SpecEvent) => void {
  const { err, out } = context;
  let progress = createProgress(err, context.now);
  let epochLosses = "";
  return (event) => {
    switch (event.kind) {
      case "prepared":
        for (const { message } of event.notices) err.write(`note: ${message}\n`);
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
      case "trained":
        progress.finish();
        tellTrained(event);
        return;
      default:
        return event satisfies never;
    }

    function tellTrained({ record, reason, evaluation, next, scores }: TrainedEvent): void {
      const kept = record.bestEpoch === undefined ? "" : `, weights of epoch ${record.bestEpoch}`;
      const why = { epochs: "", steps: "", patience: ", stopped early", aborted: ", stopped by you" }[reason];
      const last = record.training.at(-1);
      err.write(
        `trained ${record.epochs} ${record.epochs === 1 ? "epoch" : "epochs"}${why}${kept}${last === undefined ? "" : `; last training loss ${last.toPrecision(4)}`}\n\n`,
      );
      if (evaluation === undefined) {
        const parts = Object.entries(scores).map(([name, value]) => `${name} ${formatScore(value)}`);
        if (parts.length > 0) out.write(`on the test part: ${parts.join(", ")}\n\n`);
      } else {
        const { head, rows } = scoreTable(evaluation.scores);
        out.write(`${headline(evaluation)}\n\n${formatTable(head, rows)}\n\n`);
      }
      if (next !== undefined) out.write(`${formatForecast(next)}\n\n`);
    }
  };
}

/** Four digits; shares and counts need no more. */
function formatScore(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "-";
}

interface Saving {
  readonly event: TrainedEvent;
  readonly seed: number;
  readonly title: string;
  readonly read: ReadSpec;
  readonly options: TrainCommandOptions;
  readonly fitted: Parameters<typeof writeModelFile>[0]["fitted"];
}

/** Both files are written whole or not at all. */
async function save({ event, seed, title, read, options, fitted }: Saving, context: Context): Promise<void> {
  const isOne = (read.loaded.spec?.models.length ?? 1) === 1 && (options.seeds?.length ?? 1) === 1;
  const name = isOne ? title : `${title}-${event.model}-${seed}`;
  const model = join(options.out, `${name}.safetensors`);
  const { params, record, report } = event;
  await writeWhole(
    model,
    writeModelFile({
      weights: params,
      model: event.model,
      spec: read.loaded.source.text,
      overrides: options.set,
      fitted,
      record,
    }),
  );
  context.err.write(`model   ${relative(context.cwd, model)}\n`);
  if (report === undefined) return;
  const page = join(options.out, `${name}.html`);
  await writeWhole(page, new TextEncoder().encode(report));
  context.err.write(`report  ${relative(context.cwd, page)}\n`);
}

/** Several models or seeds side by side. */
function compare(finished: readonly Finished[], { out }: Context): void {
  const rows = finished.map(({ event, seed }) => {
    const { record, evaluation } = event;
    const best = record.validation.length > 0 ? Math.min(...record.validation) : Number.NaN;
    const score = evaluation?.scores[0];
    return [
      `${event.model}, seed ${seed}`,
      (record.training.at(-1) ?? Number.NaN).toPrecision(4),
      Number.isNaN(best) ? "-" : best.toPrecision(4),
      score === undefined ? "-" : score.mae.toPrecision(4),
    ];
  });
  out.write(`${formatTable(["", "training loss", "best validation", "test MAE"], rows)}\n\n`);
}
