/** seqloom sample: a saved model writes. */
import { plainCompiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import { type SampleSettings, sampleSaved } from "@seqloom/run";
import type { Context, ExitCode } from "./context.ts";
import { readModel } from "./read-model.ts";
import { formatSample, unknownNote } from "./sample-text.ts";
import { scoringBar } from "./scoring-bar.ts";

export interface SampleCommandOptions {
  /** In place of those of the spec. */
  readonly settings: Partial<SampleSettings>;
  readonly format: "text" | "json";
  readonly device: "wasm" | "plain";
}

export async function sampleCommand(
  path: string,
  { settings, format, device }: SampleCommandOptions,
  context: Context,
): Promise<ExitCode> {
  const saved = await readModel(path, context.cwd);
  const work = await sampleSaved({
    ...{ saved, settings },
    compiler: device === "plain" ? plainCompiler : wasmCompiler(),
  });
  const bar = scoringBar(context);
  for (;;) {
    const piece = work.next();
    if (piece.done !== true) {
      bar.update("writing", piece.value);
      continue;
    }
    bar.finish();
    const note = unknownNote(piece.value);
    if (note !== undefined) context.err.write(note);
    context.out.write(
      format === "json" ? `${JSON.stringify(piece.value, null, 2)}\n` : `${formatSample(piece.value)}\n`,
    );
    return 0;
  }
}
