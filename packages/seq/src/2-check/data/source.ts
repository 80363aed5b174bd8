/**
 * Where rows come from.
 */
import type { Span } from "@seqloom/diagnostic";
import type { Expression } from "../../1-parse/syntax.ts";
import { entryOf } from "../../tables/kind.ts";
import { type SourceColumn, type SourceFunction, sources } from "../../tables/sources.ts";
import type { SettingReader } from "../sections/read-settings.ts";
import type { FutureSource, GeneratorWord, SourceRecord } from "./data-record.ts";

/** What someone who looked into a data file knows of it. */
export interface TableFacts {
  readonly columns: readonly string[];
  readonly rows?: number;
  /** Columns that hold dates. */
  readonly dates?: readonly string[];
}

/** What is known of a file; `missing` if it is not there; undefined if nobody has looked. */
export type FactsOf = (file: string) => TableFacts | "missing" | undefined;

/** A source, understood. */
export interface SourceInfo {
  readonly record: SourceRecord | FutureSource;
  readonly entry: SourceFunction;
  /** How it is called in messages. */
  readonly title: string;
  readonly span: Span;
  readonly columns: readonly SourceColumn[] | undefined;
  readonly rows: number | undefined;
  readonly dates: readonly string[];
}

const generators: readonly GeneratorWord[] = [
  "sine",
  "walk",
  "ar",
  "henon",
  "adding",
  "copying",
  "recall",
  "echo",
  "parity",
  "count",
  "dates",
];

export function readSource(
  expression: Expression,
  reader: SettingReader,
  factsOf: FactsOf,
): SourceInfo | undefined {
  const { reporter } = reader;
  const call = reader.call(expression, sources, "a source", "name-unknown");
  const entry = call === undefined ? undefined : entryOf(sources, call.name);
  if (call === undefined || entry === undefined) return undefined;
  const record = recordOf(entry, call.options);
  if (record === undefined) return undefined;
  const file = "file" in record ? record.file : undefined;
  const facts = file === undefined ? undefined : factsOf(file);
  if (facts === "missing") {
    reporter.warning("data-missing", `there is no file ${file}`, expression.span, {
      help: "paths are relative to the spec; put the file there before training",
    });
  }
  const found = facts === "missing" ? undefined : facts;
  const rows =
    found?.rows ??
    (entry.isSeries && typeof call.options.length === "number" ? call.options.length : undefined);
  const columns =
    entry.columns ?? found?.columns.map((name): SourceColumn => ({ name, per: "row", holds: "number" }));
  const title = file ?? entry.name;
  return { record, entry, title, span: expression.span, columns, rows, dates: found?.dates ?? [] };
}

function recordOf(
  entry: SourceFunction,
  options: Readonly<Record<string, unknown>>,
): SourceRecord | FutureSource | undefined {
  const { file, pattern, delimiter, decimal, rate } = options;
  const generator = generators.find((name) => name === entry.name);
  if (generator !== undefined) {
    const numbers = Object.entries(options).flatMap(([name, value]) =>
      typeof value === "number" ? [[name, value] as const] : [],
    );
    return { kind: "generator", name: generator, options: Object.fromEntries(numbers) };
  }
  const path = typeof file === "string" ? file : "";
  const mask = typeof pattern === "string" ? pattern : "";
  switch (entry.name) {
    case "csv":
      return {
        kind: "csv",
        file: path,
        ...(typeof delimiter === "string" && { delimiter }),
        ...((decimal === "." || decimal === ",") && { decimal }),
      };
    case "jsonLines":
    case "text":
      return { kind: entry.name, file: path };
    case "parquet":
    case "arrow":
      return { kind: entry.name, file: path };
    case "lines":
      return { kind: "lines", pattern: mask };
    case "wav":
      return { kind: "wav", pattern: mask, rate: typeof rate === "number" ? rate : 16_000 };
    case "given":
      return { kind: "given" };
    default:
      return undefined;
  }
}
