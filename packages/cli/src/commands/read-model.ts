/** Reads the model file that a command was given. */
import { readFile } from "node:fs/promises";
import { SeqError } from "@seqloom/diagnostic";
import { readModelFile, type SavedModel } from "@seqloom/run";

/** @throws SeqError "file-missing", and those of `readModelFile` */
export async function readModel(path: string): Promise<SavedModel> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new SeqError("file-missing", `the model file ${path} cannot be read`, {
      help: "give the .safetensors file that `seqloom train` wrote",
      cause,
    });
  });
  return readModelFile(bytes);
}
