/** The files around an open document: imports, as they are in the editor or on disk, and what data files hold. */
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { readCsv } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import type { AnalyseOptions, TableFacts } from "@seqloom/seq";

/** Of a data file so much is read: enough for its columns. Rows are counted only in files that are no longer. */
const readAtMost = 1_000_000;

/** The text of an open document, by its address. */
export type OpenText = (uri: string) => string | undefined;

/** Files by path; remembers what data files hold until they change. */
export class Workspace {
  private readonly openText: OpenText;
  private readonly facts = new Map<
    string,
    { readonly stamp: string; readonly facts: TableFacts | undefined }
  >();

  constructor(openText: OpenText) {
    this.openText = openText;
  }

  /** What a document's analysis may read: files in its folder and below. None for one that is not saved. */
  around(uri: string): AnalyseOptions {
    const path = pathOf(uri);
    if (path === undefined) return {};
    const folder = dirname(path);
    return {
      path: basename(path),
      read: (name) => this.text(join(folder, name)),
      facts: (name) => this.factsOf(join(folder, name)),
    };
  }

  /** The address of a file named by its path from a document's folder. */
  beside(uri: string, name: string): string {
    const path = pathOf(uri);
    return path === undefined ? uri : pathToFileURL(join(dirname(path), name)).href;
  }

  /** A file's text, as the editor has it or else as it is on disk. */
  text(path: string): string | undefined {
    return this.openText(pathToFileURL(path).href) ?? unlessMissing(() => readFileSync(path, "utf8"));
  }

  private factsOf(path: string): TableFacts | "missing" | undefined {
    const stat = unlessMissing(() => statSync(path));
    if (stat === undefined) return path.includes("*") ? undefined : "missing";
    if (!path.toLowerCase().endsWith(".csv")) return undefined;
    const stamp = `${stat.mtimeMs} ${stat.size}`;
    const before = this.facts.get(path);
    if (before?.stamp === stamp) return before.facts;
    const facts = unlessMissing(() => csvFacts(path, stat.size));
    this.facts.set(path, { stamp, facts });
    return facts;
  }
}

function pathOf(uri: string): string | undefined {
  return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
}

function csvFacts(path: string, size: number): TableFacts | undefined {
  const isWhole = size <= readAtMost;
  const text = isWhole ? readFileSync(path, "utf8") : beginningOf(path);
  try {
    const { columns, rowCount } = readCsv(text, path);
    const dates = [...columns].flatMap(([name, column]) => (column.kind === "date" ? [name] : []));
    return { columns: [...columns.keys()], dates, ...(isWhole && { rows: rowCount }) };
  } catch (error) {
    if (error instanceof SeqError) return undefined; // a file that is no table says so when it is trained on
    throw error;
  }
}

/** Whole lines from the beginning of a long file. */
function beginningOf(path: string): string {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(readAtMost);
    const count = readSync(file, bytes, 0, readAtMost, 0);
    const text = new TextDecoder().decode(bytes.subarray(0, count));
    return text.slice(0, text.lastIndexOf("\n") + 1);
  } finally {
    closeSync(file);
  }
}

/** Files that are not there, or may not be read, are as if they were not. */
function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}
