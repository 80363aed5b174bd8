/** seqloom detect: the times at which new rows are not as a saved model expects. */
import { detectSaved } from "@seqloom/run";
import type { Context, ExitCode } from "./context.ts";
import { compilerOf } from "./device.ts";
import { formatFindings } from "./findings-text.ts";
import type { UseCommandOptions } from "./predict.ts";
import { readModel } from "./read-model.ts";
import { rowsIn } from "./rows-in.ts";
import { withBar } from "./scoring-bar.ts";

export async function detectCommand(
  path: string,
  { data, format, device }: UseCommandOptions,
  context: Context,
): Promise<ExitCode> {
  const saved = await readModel(path, context.cwd);
  const work = await detectSaved({
    ...{ saved, files: rowsIn(context.cwd), compiler: compilerOf(device) },
    ...(data !== undefined && { source: data }),
  });
  const detection = withBar(work, "judging rows", context);
  const { limits, quantile, hasClock, findings } = detection;
  const { threshold } = limits;
  context.out.write(
    format === "json"
      ? `${JSON.stringify({ threshold, quantile, hasClock, rows: detection.scores.length, findings }, null, 2)}\n`
      : `${formatFindings(detection)}\n`,
  );
  return 0;
}
