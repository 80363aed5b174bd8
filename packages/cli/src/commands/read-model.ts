/** Reads the model file that a command was given. */
import { resolve } from "node:path";
import { SeqError } from "@seqloom/diagnostic";
import { readModelFile, type SavedModel } from "@seqloom/run";
import { readBytes } from "@seqloom/run/node";

/**
 * @param path  as the reader wrote it; messages name the file so
 * @throws SeqError "file-missing", "file-unreadable", and those of `readModelFile`
 */
export async function readModel(path: string, cwd: string): Promise<SavedModel> {
  const help = "give the .safetensors file that `seqloom train` wrote";
  const bytes = await readBytes(resolve(cwd, path), { name: path, help });
  try {
    return readModelFile(bytes);
  } catch (error) {
    if (!(error instanceof SeqError)) throw error;
    throw new SeqError(error.code, `${path}: ${error.message}`, { details: error.details, cause: error });
  }
}
