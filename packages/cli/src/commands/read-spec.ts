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

/** @throws SeqError "file-missing", "file-unreadable" */
export async function readSpec(
  path: string,
  set: Readonly<Record<string, string>>,
  needsData: boolean,
): Promise<ReadSpec> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const folder = dirname(at);
  const loaded = await loadSpec(createSource(path, text), { files: folderAccess(folder), needsData, set });
  return { loaded, folder };
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
