/** seqloom explain: every stage on the way from text to machine code. */

import { wasmCompiler } from "@seqloom/kernels";
import { type ExplainStage, explainSpec, type GraphForm } from "@seqloom/run";
import { folderAccess } from "@seqloom/run/node";
import { parse, toJson } from "@seqloom/seq";
import type { Context, ExitCode } from "./context.ts";
import { readSpec, tell } from "./read-spec.ts";

export interface ExplainCommandOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly stage: ExplainStage | "syntax" | undefined;
  /** The graph of the model, time folded into one cell, in place of a stage. */
  readonly graph: GraphForm | undefined;
  readonly model: string | undefined;
}

export async function explainCommand(
  path: string,
  { set, stage, graph, model }: ExplainCommandOptions,
  context: Context,
): Promise<ExitCode> {
  const read = await readSpec(path, {
    set,
    needsData: graph !== undefined || (stage !== "syntax" && stage !== "model"),
    cwd: context.cwd,
  });
  tell(read, context);
  const { spec, source } = read.loaded;
  if (stage === "syntax") {
    context.out.write(`${JSON.stringify(toJson(parse(source).file), null, 2)}\n`);
    return spec === undefined ? 1 : 0;
  }
  if (spec === undefined) return 1;
  const text = await explainSpec({
    spec,
    files: folderAccess(read.folder),
    compiler: wasmCompiler(),
    ...(stage !== undefined && { stage }),
    ...(graph !== undefined && { graph }),
    ...(model !== undefined && { model }),
  });
  context.out.write(`${text}\n`);
  return 0;
}
