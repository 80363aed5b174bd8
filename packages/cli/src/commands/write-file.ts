/** Files that are there whole or not at all. */
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { SeqError } from "@seqloom/diagnostic";

export interface WriteOptions {
  /** Rights of the new file; those of any new file if left out. */
  readonly mode?: number;
  /** What to do where it cannot be written. */
  readonly help?: string;
}

/**
 * Writes to a neighbour, flushes it to disk and renames it over the old one.
 *
 * @throws SeqError "file-unwritable"
 */
export async function writeWhole(
  path: string,
  bytes: Uint8Array,
  { mode, help = "name another folder with --out, or make room" }: WriteOptions = {},
): Promise<void> {
  const temporary = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "w");
    try {
      await file.writeFile(bytes);
      if (mode !== undefined) await file.chmod(mode);
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
      help,
      details: { path, code },
      cause,
    });
  }
}
