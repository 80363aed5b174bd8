/** The files that a data section names, as the caller can reach them. */
import type { DataSpec, SourceSpec } from "@seqloom/data";

/** Paths are those of the spec: relative to it, with `/`. */
export interface FileAccess {
  /** The text of a file. @throws SeqError "file-missing" or as the caller's world has it */
  read(path: string): Promise<string>;
  /** Paths that match a pattern with `*`, sorted. */
  list(pattern: string): Promise<readonly string[]>;
}

/** Reads every file of a data section, each once. */
export async function readSources(data: DataSpec, files: FileAccess): Promise<ReadonlyMap<string, string>> {
  const sources = [data.source, ...(data.join ?? []).map((join) => join.source)];
  const paths = new Set<string>();
  for (const source of sources) for (const path of await pathsOf(source, files)) paths.add(path);
  const texts = new Map<string, string>();
  for (const path of paths) texts.set(path, await files.read(path));
  return texts;
}

async function pathsOf(source: SourceSpec, files: FileAccess): Promise<readonly string[]> {
  switch (source.kind) {
    case "csv":
    case "jsonLines":
    case "text":
      return [source.file];
    case "lines":
      return files.list(source.pattern);
    case "given":
    case "generator":
      return [];
    default:
      return source satisfies never;
  }
}
