/** Reads and checks the spec that a command was given, and tells what is wrong with it. */
import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { createSource, renderText, SeqError } from "@seqloom/diagnostic";
import { type LoadedSpec, loadSpec } from "@seqloom/run";
import { folderAccess } from "@seqloom/run/node";
import type { Context } from "./context.ts";

export interface ReadSpec {
  readonly loaded: LoadedSpec;
  readonly folder: string;
}

export interface ReadSpecOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly needsData: boolean;
  readonly cwd: string;
}

/**
 * @param path  as the reader wrote it; messages name the file so
 * @throws SeqError "file-missing", "file-unreadable"
 */
export async function readSpec(path: string, { set, needsData, cwd }: ReadSpecOptions): Promise<ReadSpec> {
  const at = resolve(cwd, path);
  const text = await readText(path, cwd);
  const folder = dirname(at);
  const loaded = await loadSpec(createSource(path, text), { files: folderAccess(folder), needsData, set });
  return { loaded, folder };
}

/**
 * @param path  as the reader wrote it; messages name the file so
 * @throws SeqError "file-missing", "file-unreadable"
 */
export async function readText(path: string, cwd: string): Promise<string> {
  return readFile(resolve(cwd, path), "utf8").catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
}

function unreadable(path: string, cause: unknown): SeqError {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR")
    return new SeqError("file-missing", `there is no file ${path}`, {
      help: "give the path of a .seq file",
      details: { path },
    });
  const why = code === "EISDIR" ? "it is a folder" : code === "EACCES" ? "you may not read it" : String(code);
  return new SeqError("file-unreadable", `${basename(path)} cannot be read: ${why}`, {
    help: "give the path of a .seq file",
    details: { path },
  });
}

/** Writes the diagnostics, if there are any. */
export function tell({ loaded }: ReadSpec, { err, color }: Context): void {
  const text = renderText(loaded.diagnostics, loaded.source, { color, width: err.columns ?? 100 });
  if (text !== "") err.write(text);
}
