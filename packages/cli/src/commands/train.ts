/** seqloom train: from a spec to a model file, a table of scores and a report. */
import { basename } from "node:path";
import { runSpec } from "@seqloom/run";
import { folderAccess } from "@seqloom/run/node";
import { formatSeconds } from "../terminal/progress.ts";
import { compareRuns, type Finished } from "./compare.ts";
import type { Context, ExitCode } from "./context.ts";
import { compilerOf, type Device } from "./device.ts";
import { keeperOf } from "./keep-run.ts";
import { readSpec, tell } from "./read-spec.ts";
import { tellerOf } from "./tell-training.ts";

export interface TrainCommandOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly seeds: readonly number[] | undefined;
  readonly model: string | undefined;
  readonly device: Device;
  /** Folder of model file and report, as the reader wrote it. */
  readonly out: string;
}

export async function trainCommand(
  path: string,
  { set, seeds, model, device, out }: TrainCommandOptions,
  context: Context,
): Promise<ExitCode> {
  const read = await readSpec(path, { set, needsData: true, cwd: context.cwd });
  tell(read, context);
  const { spec, source, imports } = read.loaded;
  if (spec === undefined) return 1;
  const title = basename(path).replace(/\.seq$/, "");
  const saved = { spec: source.text, imports: Object.fromEntries(imports), overrides: set };
  const keep = keeperOf({ out, title, saved }, context);
  const told = tellerOf(context, new Set(read.loaded.diagnostics.map(({ code }) => code)));
  const start = context.now();
  const stop = new AbortController();
  const events = runSpec({
    ...{ spec, text: source.text, title, files: folderAccess(read.folder), signal: stop.signal },
    compiler: compilerOf(device),
    ...(seeds !== undefined && { seeds }),
    ...(model !== undefined && { model }),
  });
  const finished: Finished[] = [];
  let [seed, steps] = [1, 0];
  let isKept = false;
  for await (const event of events) {
    if (event.kind === "prepared") context.onStop(() => stop.abort()); // before, there is nothing to end in good order
    if (event.kind === "model") [seed, steps] = [event.seed, 0];
    if (event.kind === "step") steps++;
    if (event.kind === "weights" && steps === 0 && stop.signal.aborted) {
      context.err.write("stopped before the first step; nothing was written\n");
      break;
    }
    told(event);
    keep(event);
    isKept = event.kind === "scoring" || event.kind === "weights";
    if (event.kind === "trained") finished.push({ event, seed });
  }
  if (isKept) context.err.write("stopped before all scores were there; the model is kept\n");
  if (finished.length > 1) context.out.write(`${compareRuns(finished)}\n\n`);
  context.err.write(`done in ${formatSeconds((context.now() - start) / 1000)}\n`);
  return stop.signal.aborted ? 130 : 0;
}
