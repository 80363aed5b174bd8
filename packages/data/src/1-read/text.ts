/** Plain text as a table: one long column of characters, or one row a line over many files. */
import { SeqError } from "@seqloom/diagnostic";
import { type Column, makeTable, type Table } from "./table.ts";

/**
 * One row a character (a whole code point), in the column `character`.
 *
 * @throws SeqError "source-empty"
 */
export function readText(text: string, name: string): Table {
  const characters = Array.from(text.replace(/^\uFEFF/, ""));
  if (characters.length === 0) {
    throw new SeqError("source-empty", `${name} is empty`, {
      help: "give a text",
      details: { source: name },
    });
  }
  const columns = new Map<string, Column>([["character", { kind: "text", values: characters }]]);
  return makeTable(name, characters.length, columns);
}

/**
 * One row a line that is not blank, over all files of a pattern: columns `line`, `file` (without its ending), `folder`.
 *
 * @param files  path and text of each file
 * @throws SeqError "source-missing" if no path fits the pattern
 */
export function readLines(files: ReadonlyMap<string, string>, pattern: string): Table {
  const fits = patternTest(pattern);
  const lines: string[] = [];
  const names: string[] = [];
  const folders: string[] = [];
  for (const [path, text] of [...files].filter(([path]) => fits(path)).sort(byPath)) {
    const parts = path.split("/");
    for (const line of text.replace(/^\uFEFF/, "").split(/\r\n?|\n/)) {
      if (line.trim() === "") continue;
      lines.push(line);
      names.push((parts.at(-1) ?? "").replace(/\.[^.]*$/, ""));
      folders.push(parts.at(-2) ?? "");
    }
  }
  if (lines.length === 0) {
    throw new SeqError("source-missing", `no file with a line in it fits ${pattern}`, {
      help: "a pattern is a path relative to the spec, `*` stands for any part of one name: names/*.txt",
      details: { pattern, files: [...files.keys()].slice(0, 20) },
    });
  }
  const columns = new Map<string, Column>([
    ["line", { kind: "text", values: lines }],
    ["file", { kind: "text", values: names }],
    ["folder", { kind: "text", values: folders }],
  ]);
  return makeTable(pattern, lines.length, columns);
}

/** By code units, so that the order is the same on every machine. */
function byPath([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

/** Whether a path fits a pattern in which `*` stands for any characters but `/`. */
export function patternTest(pattern: string): (path: string) => boolean {
  // A run of stars means no more than one, and would only cost time.
  const source = pattern
    .split(/\*+/)
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^/]*");
  const form = new RegExp(`^${source}$`);
  return (path) => form.test(path);
}
