/**
 * Imported files: where they lie, and what comes out of them.
 */
import { createSource } from "@seqloom/diagnostic";
import { type ParseResult, parse } from "../1-parse/parse.ts";
import type { Import, SyntaxFile } from "../1-parse/syntax.ts";
import { readConstants } from "./constants.ts";
import type { Entry, Library } from "./library.ts";
import { Reporter } from "./reporter.ts";

/** The text of a file by its path from the folder of the first file; undefined if there is none. */
export type ReadFile = (path: string) => string | undefined;

/** A file that another imports, and its path from the folder of the first file. */
export interface ImportedFile {
  readonly path: string;
  readonly parsed: ParseResult;
}

/** A file and the definitions that can be used in it. */
export interface LoadedFile {
  readonly file: SyntaxFile;
  readonly library: Library & { readonly entries: Map<string, Entry> };
  /** By the name that the file gives each; those that could not be read are left out. */
  readonly imports: ReadonlyMap<string, ImportedFile>;
  /** Whether something in it could not be read; its own check says what. */
  readonly isBroken: boolean;
}

/** Reads the files that a file imports, each once. */
export class FileLoader {
  /** All that were read, by path. */
  readonly files = new Map<string, ParseResult>();
  private readonly read: ReadFile;
  private readonly earlier: ReadonlyMap<string, ParseResult>;
  private readonly loaded = new Map<string, LoadedFile>();

  /** @param earlier  files as they were: what has not changed is not parsed again */
  constructor(read: ReadFile, earlier: ReadonlyMap<string, ParseResult> = new Map()) {
    this.read = read;
    this.earlier = earlier;
  }

  /**
   * The file's own definitions and those of its imports, by name.
   *
   * @param path  of the file, from the folder of the first one
   * @param way   the files on the way here, to find cycles
   */
  load(
    file: SyntaxFile,
    path: string,
    way: readonly string[],
    reporter: Reporter,
    isImported: boolean,
  ): LoadedFile {
    const constants = readConstants(file, reporter);
    const entries = new Map<string, Entry>();
    const poisoned = new Set(constants.poisoned);
    const library = { constants: constants.values, entries, poisoned };
    let isBroken = false;
    const imports = new Map<string, ImportedFile>();
    const names = new Map<string, Import>();
    for (const item of file.items) {
      if (item.kind === "cell" || item.kind === "block") {
        if (!entries.has(item.name.text) && item.name.text !== "")
          entries.set(item.name.text, { definition: item, library, isImported });
      } else if (item.kind === "import") {
        const before = names.get(item.as.text);
        if (before !== undefined) {
          reporter.error("name-twice", `two imports are called ${item.as.text}`, item.as.span, {
            related: [{ span: before.span, message: "here" }],
            help: "use another name",
          });
        }
        names.set(item.as.text, item);
        const imported = this.importFile(item, path, way, reporter);
        const at = resolvePath(path, item.file.value);
        const parsed = at === undefined ? undefined : this.files.get(at);
        if (at !== undefined && parsed !== undefined) imports.set(item.as.text, { path: at, parsed });
        if (imported === undefined || imported.isBroken) {
          isBroken = true;
          poisoned.add(item.as.text);
        }
        for (const [name, entry] of imported?.library.entries ?? []) {
          if (!name.includes(".")) entries.set(`${item.as.text}.${name}`, { ...entry, isImported: true });
        }
      }
    }
    return { file, library, imports, isBroken };
  }

  private importFile(
    item: Import,
    from: string,
    way: readonly string[],
    reporter: Reporter,
  ): LoadedFile | undefined {
    const { value, span } = item.file;
    const path = resolvePath(from, value);
    if (path === undefined) {
      reporter.error(
        "import-path",
        "an import stays inside the folder of the first file and below it",
        span,
        {
          help: "copy the file next to this one",
        },
      );
      return undefined;
    }
    if (way.includes(path)) {
      const cycle = [...way.slice(way.indexOf(path)), path].join(" -> ");
      reporter.error("import-cycle", `these files import each other: ${cycle}`, span, {
        help: "move what they share into a file of its own",
      });
      return undefined;
    }
    const loadedBefore = this.loaded.get(path);
    if (loadedBefore !== undefined) return loadedBefore;
    const text = this.read(path);
    if (text === undefined) {
      reporter.error("import-missing", `there is no file ${path}`, span, {
        help: "paths are relative to the file that imports",
      });
      return undefined;
    }
    const before = this.earlier.get(path);
    const parsed = before?.source.text === text ? before : parse(createSource(path, text), before);
    this.files.set(path, parsed);
    const { file, source, diagnostics } = parsed;
    const own = new Reporter(source);
    const loaded = this.load(file, path, [...way, path], own, true);
    const isBroken = loaded.isBroken || diagnostics.length > 0;
    this.loaded.set(path, { ...loaded, isBroken });
    const errors = [...diagnostics, ...own.diagnostics].filter(({ severity }) => severity === "error");
    const [first] = errors;
    if (first?.code === "import-cycle") {
      reporter.error("import-cycle", first.message, span, { help: first.help });
    } else if (first !== undefined) {
      const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
      reporter.error("import-broken", `${path} has ${count}; the first: ${first.message}`, span, {
        help: `check ${path} first`,
      });
    }
    return { ...loaded, isBroken };
  }
}

/** A path from the folder of the first file; undefined if it leads out of it. */
export function resolvePath(from: string, to: string): string | undefined {
  if (to === "" || /^\/|\\|^[A-Za-z][A-Za-z0-9+.-]*:/.test(to)) return undefined;
  const parts = from.split("/").slice(0, -1);
  for (const part of to.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
