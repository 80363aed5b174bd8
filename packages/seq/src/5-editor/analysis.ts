/**
 * One document, analysed: what all editor services are computed from.
 */
import { createSource, type Diagnostic, type Source, sortDiagnostics } from "@seqloom/diagnostic";
import { type ParseResult, parse } from "../1-parse/parse.ts";
import { type CheckResult, check } from "../2-check/check.ts";
import type { FactsOf } from "../2-check/data/source.ts";
import type { ReadFile } from "../2-check/imports.ts";
import { bindNames } from "./names/bind-names.ts";
import type { NameIndex } from "./names/name-index.ts";
import { columnNames } from "./source-columns.ts";

export interface AnalyseOptions {
  /** The file's path from the folder it lies in. Default: the last part of the source's name. */
  readonly path?: string;
  /** Texts of imported files. Default: there are none. */
  readonly read?: ReadFile;
  /** What is known of data files. Default: nobody has looked. */
  readonly facts?: FactsOf;
}

/** A document with all that is known about it. Plain to hold on to; the next analysis takes over what has not changed. */
export interface Analysis {
  readonly source: Source;
  readonly parsed: ParseResult;
  readonly checked: CheckResult;
  /** Of parsing and checking, in order of place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly names: NameIndex;
  /** Columns of the source, where they are known. */
  readonly columns: ReadonlySet<string>;
  readonly options: AnalyseOptions;
}

/**
 * Parses, checks and binds the names of a text.
 *
 * @param input     a text, or a `Source` where diagnostics are to name a file
 * @param previous  the analysis before the text changed: only lines that changed are parsed again, and only
 *                  definitions that changed or use what did are checked again
 * @returns         what the editor services take; no text makes it throw
 * @example
 * let analysis = analyse("seq 1\nlet hidden = 32\n");
 * analysis = analyse("seq 1\nlet hidden = 64\n", {}, analysis);
 */
export function analyse(input: Source | string, options: AnalyseOptions = {}, previous?: Analysis): Analysis {
  const source = typeof input === "string" ? createSource("input.seq", input) : input;
  const parsed = parse(source, previous?.parsed);
  const path = options.path ?? source.name.split("/").at(-1) ?? "input.seq";
  const { read = () => undefined, facts = () => undefined } = options;
  const checked = check(parsed.file, { source, path, read, facts }, previous?.checked);
  const columns = columnNames(parsed.file, facts);
  return {
    source,
    parsed,
    checked,
    diagnostics: sortDiagnostics([...parsed.diagnostics, ...checked.diagnostics]),
    names: bindNames(parsed.file, checked.imports, columns),
    columns,
    options,
  };
}
