/** A source to a table. Files, rows and randomness come from the caller. */
import { didYouMean, SeqError } from "@seqloom/diagnostic";
import type { Rng } from "@seqloom/tensor";
import { generate } from "../generators/generate.ts";
import type { SourceSpec } from "../spec.ts";
import { readCsv } from "./csv.ts";
import { type Row, readJsonLines, rowsToTable } from "./rows.ts";
import type { Table } from "./table.ts";
import { readLines, readText } from "./text.ts";

/** What a spec needs from outside. */
export interface Inputs {
  /** Text of each file by the path that the spec gives it. */
  readonly files?: ReadonlyMap<string, string>;
  /** Rows for `given`. */
  readonly rows?: readonly Row[];
  /** For generators, and for the split of rows without a time. */
  readonly rng: Rng;
}

/**
 * Reads a source.
 *
 * @throws SeqError "source-missing" for a file that was not handed in, and those of the reader
 */
export function readSource(source: SourceSpec, inputs: Inputs): Table {
  switch (source.kind) {
    case "csv":
      return readCsv(fileText(source.file, inputs), source.file, source);
    case "jsonLines":
      return readJsonLines(fileText(source.file, inputs), source.file);
    case "text":
      return readText(fileText(source.file, inputs), source.file);
    case "lines":
      return readLines(inputs.files ?? new Map(), source.pattern);
    case "given":
      return rowsToTable(inputs.rows ?? []);
    case "generator":
      return generate(source.name, source.options ?? {}, inputs.rng);
    default:
      throw unknownSource(source);
  }
}

/** A record that came as JSON may hold anything. */
function unknownSource(source: never): SeqError {
  return new SeqError("source-unknown", `data cannot read this source: ${JSON.stringify(source)}`, {
    help: "kinds are csv, jsonLines, text, lines, given, generator; read other files yourself and hand in their rows",
    details: { source },
  });
}

function fileText(file: string, { files }: Inputs): string {
  const text = files?.get(file);
  if (text !== undefined) return text;
  const paths = [...(files?.keys() ?? [])];
  const meant = didYouMean(file, paths);
  throw new SeqError(
    "source-missing",
    `the file ${file} is not there${meant ? `; did you mean ${meant}?` : ""}`,
    {
      help:
        paths.length === 0
          ? "hand in its text under this path"
          : `files handed in: ${paths.slice(0, 20).join(", ")}`,
      details: { file, files: paths.slice(0, 20) },
    },
  );
}
