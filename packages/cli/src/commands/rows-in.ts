/** The rows that a saved model is used on. */
import { SeqError } from "@seqloom/diagnostic";
import type { FileAccess } from "@seqloom/run";
import { folderAccess } from "@seqloom/run/node";

/** The files of a folder; whoever uses a model that another made does not know what its spec calls them. */
export function rowsIn(folder: string): FileAccess {
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
