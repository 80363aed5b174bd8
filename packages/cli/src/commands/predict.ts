/** seqloom predict: the next forecast of a saved model. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { SeqError } from "@seqloom/diagnostic";
import { plainCompiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import { type FileAccess, predictNext } from "@seqloom/run";
import { folderAccess } from "@seqloom/run/node";
import type { Context, ExitCode } from "./context.ts";
import { formatForecast } from "./forecast-text.ts";
import { readModel } from "./read-model.ts";

export interface PredictCommandOptions {
  /** Read in place of the file that the spec's `source` names. */
  readonly data: string | undefined;
  readonly format: "text" | "json";
  readonly device: "wasm" | "plain";
}

export async function predictCommand(
  path: string,
  { data, format, device }: PredictCommandOptions,
  context: Context,
): Promise<ExitCode> {
  const saved = await readModel(path);
  const files = data === undefined ? folderAccess(context.cwd) : singleFile(resolve(context.cwd, data), data);
  const forecast = await predictNext({
    saved,
    files,
    compiler: device === "plain" ? plainCompiler : wasmCompiler(),
  });
  context.out.write(
    format === "json" ? `${JSON.stringify(forecast, null, 2)}\n` : `${formatForecast(forecast)}\n`,
  );
  return 0;
}

/** One file stands for whatever the spec's source names. */
function singleFile(path: string, name: string): FileAccess {
  return {
    async read() {
      return readFile(path, "utf8").catch((cause: unknown) => {
        throw new SeqError("data-missing", `the data file ${name} cannot be read`, {
          help: "check the path",
          cause,
        });
      });
    },
    list: async () => [name],
  };
}
