/** Files that are there whole or not at all. */
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { SeqError } from "@seqloom/diagnostic";

/**
 * Writes to a neighbour, flushes it to disk and renames it over the old one.
 *
 * @throws SeqError "file-unwritable"
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    const code =
      typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "unknown reason";
    throw new SeqError("file-unwritable", `${path} cannot be written: ${code}`, {
      help: "name another folder with --out, or make room",
      details: { path, code },
      cause,
    });
  }
}
