/**
 * The files that a file imports, parsed; a text that has not changed is parsed once.
 */
import { createSource } from "@seqloom/diagnostic";
import { type ParseResult, parse } from "../1-parse/parse.ts";
import type { SyntaxFile } from "../1-parse/syntax.ts";
import { type ReadFile, resolvePath } from "../2-check/imports.ts";

export interface ImportedFile {
  /** From the folder of the first file. */
  readonly path: string;
  readonly parsed: ParseResult;
}

/** By the name that the file gives each; those that are not there are left out. */
export type ImportedFiles = ReadonlyMap<string, ImportedFile>;

/**
 * @param path      of the file, from its folder
 * @param previous  what was imported before the text changed
 */
export function importedFiles(
  file: SyntaxFile,
  path: string,
  read: ReadFile,
  previous?: ImportedFiles,
): ImportedFiles {
  const found = new Map<string, ImportedFile>();
  for (const item of file.items) {
    if (item.kind !== "import") continue;
    const at = resolvePath(path, item.file.value);
    const text = at === undefined ? undefined : read(at);
    if (at === undefined || text === undefined) continue;
    const before = previous?.get(item.as.text);
    const same = before?.path === at && before.parsed.source.text === text;
    found.set(
      item.as.text,
      same ? before : { path: at, parsed: parse(createSource(at, text), before?.parsed) },
    );
  }
  return found;
}
