/** seqloom predict: the next forecast of a saved model. */
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
  const saved = await readModel(path, context.cwd);
  const forecast = await predictNext({
    saved,
    files: rowsIn(context.cwd),
    ...(data !== undefined && { source: data }),
    compiler: device === "plain" ? plainCompiler : wasmCompiler(),
  });
  context.out.write(
    format === "json" ? `${JSON.stringify(forecast, null, 2)}\n` : `${formatForecast(forecast)}\n`,
  );
  return 0;
}

/** The files of a folder; whoever uses a model that another made does not know what its spec calls them. */
function rowsIn(folder: string): FileAccess {
  const files = folderAccess(folder);
  return {
    ...files,
    async read(path) {
      try {
        return await files.read(path);
      } catch (error) {
        if (!(error instanceof SeqError) || error.code !== "file-missing") throw error;
        throw new SeqError("data-missing", `the rows are read from ${path}, and there is no such file here`, {
          help: "say where they are: --data prices.csv",
          details: { path },
          cause: error,
        });
      }
    },
  };
}
