/**
 * From a name to where it is defined, and to all places that mean the same.
 */
import type { Span } from "@seqloom/diagnostic";
import { resolvePath } from "../2-check/imports.ts";
import type { Analysis } from "./analysis.ts";
import type { Occurrence } from "./names/name-index.ts";
import { covers } from "./syntax-path.ts";

/** A place in this file, or in another one named by its path from the first file's folder. */
export interface Location {
  /** Missing for the file at hand. */
  readonly path: string | undefined;
  readonly span: Span;
}

/**
 * Where the name at an offset is defined; from a parameter of a model on to the field that it stands for.
 *
 * @returns undefined where there is no name, or what it means is defined in no text, as built-in layers are
 */
export function definitionAt(analysis: Analysis, offset: number): Location | undefined {
  const found = analysis.names.at(offset);
  if (found === undefined) return importAt(analysis, offset);
  const { symbol, role } = found;
  const target = role === "definition" && symbol.field !== undefined ? symbol.field : symbol;
  return target.definition === undefined ? undefined : { path: target.path, span: target.definition };
}

/** The file that an import names. */
function importAt({ parsed, source, options }: Analysis, offset: number): Location | undefined {
  const own = options.path ?? source.name.split("/").at(-1) ?? "input.seq";
  for (const item of parsed.file.items) {
    if (item.kind !== "import" || !covers(item.file.span, offset)) continue;
    const path = resolvePath(own, item.file.value);
    if (path !== undefined) return { path, span: { start: 0, end: 0 } };
  }
  return undefined;
}

/** All places in this file that mean what the name at an offset means, in order, the definition among them. */
export function referencesAt({ names }: Analysis, offset: number): readonly Occurrence[] {
  const found = names.at(offset);
  return found === undefined ? [] : names.of(found.symbol);
}
