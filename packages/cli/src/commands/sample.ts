/** seqloom sample: a saved model writes. */
import { type SampleSettings, sampleSaved } from "@seqloom/run";
import type { Context, ExitCode } from "./context.ts";
import { compilerOf, type Device } from "./device.ts";
import { readModel } from "./read-model.ts";
import { formatSample, unknownNote } from "./sample-text.ts";
import { withBar } from "./scoring-bar.ts";

export interface SampleCommandOptions {
  /** In place of those of the spec. */
  readonly settings: Partial<SampleSettings>;
  readonly format: "text" | "json";
  readonly device: Device;
}

export async function sampleCommand(
  path: string,
  { settings, format, device }: SampleCommandOptions,
  context: Context,
): Promise<ExitCode> {
  const saved = await readModel(path, context.cwd);
  const work = await sampleSaved({
    ...{ saved, settings },
    compiler: compilerOf(device),
  });
  const sample = withBar(work, "writing", context);
  const note = unknownNote(sample);
  if (note !== undefined) context.err.write(note);
  context.out.write(format === "json" ? `${JSON.stringify(sample, null, 2)}\n` : `${formatSample(sample)}\n`);
  return 0;
}
