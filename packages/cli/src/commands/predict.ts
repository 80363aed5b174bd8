/** seqloom predict: the next forecast of a saved model. */
import { predictNext } from "@seqloom/run";
import type { Context, ExitCode } from "./context.ts";
import { compilerOf, type Device } from "./device.ts";
import { formatForecast } from "./forecast-text.ts";
import { readModel } from "./read-model.ts";
import { rowsIn } from "./rows-in.ts";

export interface UseCommandOptions {
  /** Read in place of the file that the spec's `source` names. */
  readonly data?: string;
  readonly format: "text" | "json";
  readonly device: Device;
}

export async function predictCommand(
  path: string,
  { data, format, device }: UseCommandOptions,
  context: Context,
): Promise<ExitCode> {
  const saved = await readModel(path, context.cwd);
  const forecast = await predictNext({
    ...{ saved, files: rowsIn(context.cwd), compiler: compilerOf(device) },
    ...(data !== undefined && { source: data }),
  });
  context.out.write(
    format === "json" ? `${JSON.stringify(forecast, null, 2)}\n` : `${formatForecast(forecast)}\n`,
  );
  return 0;
}
