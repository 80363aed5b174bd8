/** Files that are there whole or not at all. */
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { SeqError } from "@seqloom/diagnostic";

export interface WriteOptions {
  /** What messages call it; the path if left out. */
  readonly name?: string;
  /** Rights of the new file; those of any new file if left out. */
  readonly mode?: number;
  /** What to do where it cannot be written. */
  readonly help?: string;
}

const otherFolder = "name another folder with --out, or make room";

/**
 * Writes to a neighbour, flushes it to disk and renames it over the old one; in one go, so that no signal finds it half
 * done.
 *
 * @throws SeqError "file-unwritable"
 */
export function writeWhole(
  path: string,
  bytes: Uint8Array,
  { name = path, mode, help = otherFolder }: WriteOptions = {},
): void {
  const temporary = `${path}.part`;
  try {
    makeFolder(dirname(path));
    const file = openSync(temporary, "w");
    try {
      writeFileSync(file, bytes);
      if (mode !== undefined) fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // It could not be made either.
    }
    throw unwritable(name, cause, help);
  }
}

/**
 * Makes a folder if it is not there, and sees that files can be written to it: before hours go into what they are to hold.
 *
 * @param name  what messages call it
 * @throws SeqError "file-unwritable"
 */
export function prepareFolder(path: string, name: string): void {
  try {
    makeFolder(path);
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unwritable(name, cause, otherFolder);
  }
}

/** From the nearest folder that is there: Node's own `recursive` never comes back where none can be made, as in /proc. */
function makeFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found === undefined && dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}

function unwritable(name: string, cause: unknown, help: string): SeqError {
  const code =
    typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "unknown reason";
  return new SeqError("file-unwritable", `${name} cannot be written: ${reasons[code] ?? code}`, {
    help,
    details: { path: name, code },
    cause,
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "the disk can only be read",
  EEXIST: "there is a file of that name",
  ENOTDIR: "a part of its path is a file",
  EISDIR: "it is a folder",
  ENOSPC: "the disk is full",
};
