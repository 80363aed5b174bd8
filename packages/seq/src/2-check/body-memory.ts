/**
 * From one check of a file to the next: a definition that is written as it was, and so is all that it uses, is not
 * checked again.
 */
import type { Source } from "@seqloom/diagnostic";
import type { ParseResult } from "../1-parse/parse.ts";
import type { Definition } from "../1-parse/syntax.ts";
import type { BodyChecker } from "./body-checker.ts";
import type { KnownBody } from "./body-notes.ts";
import type { LoadedFile } from "./imports.ts";
import type { Entry } from "./library.ts";

/** What a check leaves for the next one. */
export interface CheckMemory {
  readonly loaded: LoadedFile;
  /** Imported files by path. */
  readonly files: ReadonlyMap<string, ParseResult>;
  /** By the name that the file has for each. */
  readonly bodies: ReadonlyMap<string, RememberedBody>;
}

interface RememberedBody extends KnownBody {
  readonly written: string | Definition;
  readonly start: number;
  /** Nothing was said about it. What was said has to be said again, of other places. */
  readonly isClean: boolean;
}

/** How a definition is written; one of another file is itself as long as that file stays as it is. */
function writtenAs({ definition, isImported }: Entry, source: Source | undefined): string | Definition {
  const { start, end } = definition.span;
  return isImported || source === undefined ? definition : source.text.slice(start, end);
}

/** @param bodies  where the definitions of the file have been checked */
export function remember(
  loaded: LoadedFile,
  files: CheckMemory["files"],
  bodies: BodyChecker,
  source: Source | undefined,
): CheckMemory {
  const remembered = new Map<string, RememberedBody>();
  for (const [name, entry] of loaded.library.entries) {
    const known = bodies.known(entry.definition);
    if (known === undefined) continue;
    const { start } = entry.definition.span;
    const isClean = !bodies.told.has(entry.definition);
    remembered.set(name, { ...known, written: writtenAs(entry, source), start, isClean });
  }
  return { loaded, files, bodies: remembered };
}

/** The definitions of a file that need no check. */
export function recall(
  loaded: LoadedFile,
  files: CheckMemory["files"],
  source: Source | undefined,
  earlier: CheckMemory | undefined,
): ReadonlyMap<Definition, KnownBody> {
  const known = new Map<Definition, KnownBody>();
  if (earlier === undefined || !isSameWorld(loaded, files, earlier)) return known;
  const { entries } = loaded.library;
  const isStale = staleIn(entries, source, earlier.bodies);
  for (const [name, { definition }] of entries) {
    const before = earlier.bodies.get(name);
    if (before === undefined || isStale.has(name)) continue;
    const shift = before.found.shift + definition.span.start - before.start;
    known.set(definition, { found: { ...before.found, shift }, checked: before.checked });
  }
  return known;
}

/** What every body sees: constants, the names of definitions, other files. */
function isSameWorld({ library }: LoadedFile, files: CheckMemory["files"], earlier: CheckMemory): boolean {
  const before = earlier.loaded.library;
  return (
    isSame([...library.poisoned], [...before.poisoned]) &&
    isSame([...library.entries.keys()], [...before.entries.keys()]) &&
    isSame([...files.values()], [...earlier.files.values()]) &&
    JSON.stringify([...library.constants]) === JSON.stringify([...before.constants])
  );
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

/** Definitions that changed or of which something was said, and all that use one of them. */
function staleIn(
  entries: ReadonlyMap<string, Entry>,
  source: Source | undefined,
  bodies: CheckMemory["bodies"],
): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  const stale = new Set<string>();
  for (const [name, entry] of entries) {
    const before = bodies.get(name);
    if (before?.isClean !== true || before.written !== writtenAs(entry, source)) stale.add(name);
    for (const used of before?.found.used ?? []) {
      if (!entries.has(used)) continue;
      const known = users.get(used);
      if (known === undefined) users.set(used, [name]);
      else known.push(name);
    }
  }
  for (const name of stale) for (const user of users.get(name) ?? []) stale.add(user);
  return stale;
}
