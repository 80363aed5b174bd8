/** seqloom train: from a spec to a model file, a table of scores and a report. */
import { basename, join, relative } from "node:path";
import { plainCompiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import { runSpec, type TrainedEvent, writeModelFile } from "@seqloom/run";
import { folderAccess } from "@seqloom/run/node";
import { formatSeconds } from "../terminal/progress.ts";
import { compareRuns, type Finished } from "./compare.ts";
import type { Context, ExitCode } from "./context.ts";
import { type ReadSpec, readSpec, tell } from "./read-spec.ts";
import { tellerOf } from "./tell-training.ts";
import { writeWhole } from "./write-file.ts";

export interface TrainCommandOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly seeds: readonly number[] | undefined;
  readonly model: string | undefined;
  readonly device: "wasm" | "plain";
  /** Folder of model file and report. */
  readonly out: string;
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
  const told = tellerOf(context);
  let fitted: unknown;
  let [seed, runs] = [1, 1];
  for await (const event of events) {
    told(event);
    if (event.kind === "prepared") fitted = event.prepared.fitted;
    if (event.kind === "model") [seed, runs] = [event.seed, event.count];
    if (event.kind === "trained") {
      finished.push({ event, seed });
      await save(
        {
          ...{ event, seed, title, read, options },
          isOne: runs === 1,
          fitted: fitted as Parameters<typeof writeModelFile>[0]["fitted"],
        },
        context,
      ); // set by the event "prepared", which comes first
    }
  }
  if (finished.length > 1) context.out.write(`${compareRuns(finished)}\n\n`);
  context.err.write(`done in ${formatSeconds((context.now() - start) / 1000)}\n`);
  return context.signal.aborted ? 130 : 0;
}

interface Saving {
  readonly event: TrainedEvent;
  readonly seed: number;
  readonly title: string;
  /** Of several runs each has files of its own. */
  readonly isOne: boolean;
  readonly read: ReadSpec;
  readonly options: TrainCommandOptions;
  readonly fitted: Parameters<typeof writeModelFile>[0]["fitted"];
}

/** Both files are written whole or not at all. */
async function save(
  { event, seed, title, isOne, read, options, fitted }: Saving,
  context: Context,
): Promise<void> {
  const name = isOne ? title : `${title}-${event.model}-${seed}`;
  const model = join(options.out, `${name}.safetensors`);
  const { params, record, report } = event;
  await writeWhole(
    model,
    writeModelFile({
      weights: params,
      model: event.model,
      spec: read.loaded.source.text,
      imports: Object.fromEntries(read.loaded.imports),
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
