/** Reads and checks the spec that a command was given, and tells what is wrong with it. */
import { dirname, resolve } from "node:path";
import { createSource, renderText } from "@seqloom/diagnostic";
import { type LoadedSpec, loadSpec } from "@seqloom/run";
import { folderAccess, readText } from "@seqloom/run/node";
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
 * @throws SeqError "file-missing", "file-unreadable", "file-encoding"
 */
export async function readSpec(path: string, { set, needsData, cwd }: ReadSpecOptions): Promise<ReadSpec> {
  const at = resolve(cwd, path);
  const text = await readSpecText(path, cwd);
  const folder = dirname(at);
  const loaded = await loadSpec(createSource(path, text), { files: folderAccess(folder), needsData, set });
  return { loaded, folder };
}

/**
 * @param path  as the reader wrote it; messages name the file so
 * @throws SeqError "file-missing", "file-unreadable", "file-encoding"
 */
export function readSpecText(path: string, cwd: string): Promise<string> {
  return readText(resolve(cwd, path), { name: path, help: "give the path of a .seq file" });
}

/** Writes the diagnostics, if there are any. */
export function tell({ loaded }: ReadSpec, { err, color }: Context): void {
  const text = renderText(loaded.diagnostics, loaded.source, { color, width: err.columns ?? 100 });
  if (text !== "") err.write(text);
}
