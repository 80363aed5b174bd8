/**
 * Where data come from: `source` and `join` of a data section, language reference section 3.
 */
import { anyNumber, count, type Entry, notNegative, type Parameter, positive, text } from "./kind.ts";

/** How often a column has a value: one a row, or a list of them in each row. */
export interface SourceColumn {
  readonly name: string;
  readonly per: "row" | "step";
  /** `symbol`: one letter of a long text, encoded without being asked. */
  readonly holds: "number" | "text" | "symbol" | "sound";
}

export interface SourceFunction extends Entry {
  /** `file`: reads a file. `pattern`: reads all files that a pattern names. `generator`: makes rows. `given`: none of these. */
  readonly reads: "file" | "pattern" | "generator" | "given";
  /** All columns it has, where that is known without looking. */
  readonly columns?: readonly SourceColumn[];
  /** Its rows are one long series, in order. */
  readonly isSeries?: true;
}

const file: Parameter = { name: "file", kind: text, doc: "path, relative to the spec" };
const pattern: Parameter = { name: "pattern", kind: text, doc: "path with `*`, relative to the spec" };

function numbers(per: SourceColumn["per"], ...names: readonly string[]): SourceColumn[] {
  return names.map((name) => ({ name, per, holds: "number" }));
}

function texts(...names: readonly string[]): SourceColumn[] {
  return names.map((name) => ({ name, per: "row", holds: "text" }));
}

const length = (steps: number, least = 1): Parameter => ({
  name: "length",
  kind: count(least),
  default: steps,
  doc: "steps of a sequence",
});
const rows: Parameter = { name: "count", kind: count(), default: 1000, doc: "number of sequences" };

function generator(
  name: string,
  options: readonly Parameter[],
  columns: readonly SourceColumn[],
  doc: string,
): SourceFunction {
  return { name, args: [], options, reads: "generator", columns, doc };
}

const generators: readonly SourceFunction[] = [
  {
    ...generator(
      "sine",
      [
        length(1000),
        { name: "period", kind: { kind: "number", from: 1 }, default: 25, doc: "steps of one wave" },
        { name: "noise", kind: notNegative, default: 0, doc: "standard deviation of the noise" },
      ],
      numbers("row", "value"),
      "A sine wave with noise.",
    ),
    isSeries: true,
  },
  {
    ...generator(
      "walk",
      [length(1000), { name: "drift", kind: anyNumber, default: 0, doc: "what each step adds" }],
      numbers("row", "value"),
      "A random walk.",
    ),
    isSeries: true,
  },
  {
    ...generator(
      "ar",
      [
        length(1000),
        { name: "first", kind: anyNumber, default: 1.6, doc: "factor on the last value" },
        { name: "second", kind: anyNumber, default: -0.8, doc: "factor on the one before" },
        { name: "noise", kind: notNegative, default: 1, doc: "standard deviation of the noise" },
      ],
      numbers("row", "value"),
      "Autoregression of order two.",
    ),
    isSeries: true,
  },
  {
    ...generator(
      "henon",
      [
        length(1000),
        { name: "noise", kind: notNegative, default: 0.05, doc: "standard deviation of the noise" },
      ],
      numbers("row", "value"),
      "The Henon map, a chaotic series (Henon 1976).",
    ),
    isSeries: true,
  },
  generator(
    "adding",
    [length(50, 2), rows],
    [...numbers("step", "value", "marker"), ...numbers("row", "sum")],
    "The adding problem: the sum of two marked numbers (Hochreiter & Schmidhuber 1997).",
  ),
  generator(
    "copying",
    [
      length(10),
      { name: "delay", kind: count(), default: 20, doc: "steps to wait" },
      rows,
      { name: "symbols", kind: count(2), default: 8, doc: "different symbols" },
    ],
    numbers("step", "symbol", "answer"),
    "The copy task: repeat what was shown, some steps later (Hochreiter & Schmidhuber 1997).",
  ),
  generator(
    "recall",
    [
      length(20, 2),
      rows,
      { name: "symbols", kind: count(2), default: 4, doc: "different symbols" },
      { name: "distractors", kind: count(), default: 2, doc: "different symbols in between" },
    ],
    [...numbers("step", "symbol"), ...numbers("row", "answer")],
    "Say at the end which symbol came first.",
  ),
  generator(
    "echo",
    [length(20, 2), { name: "delay", kind: count(), default: 3, doc: "steps to wait" }, rows],
    numbers("step", "value", "answer"),
    "Say what came some steps ago.",
  ),
  generator(
    "parity",
    [length(12), rows],
    numbers("step", "bit", "answer"),
    "Say at each step whether the ones so far are odd in number.",
  ),
  generator(
    "count",
    [length(12), rows],
    numbers("step", "mark", "answer"),
    "Say at each step how many ones there were.",
  ),
  generator("dates", [rows], texts("human", "iso"), "Dates as people write them, and as ISO 8601 does."),
];

/** Every source. */
export const sources: readonly SourceFunction[] = [
  {
    name: "csv",
    args: [file],
    options: [
      {
        name: "delimiter",
        kind: text,
        optional: true,
        doc: "what stands between cells; found out if left out",
      },
      { name: "decimal", kind: text, optional: true, doc: "the sign before decimals, `.` or `,`" },
    ],
    reads: "file",
    doc: "A file of comma-separated values with a line of names.",
  },
  { name: "jsonLines", args: [file], options: [], reads: "file", doc: "One JSON object a line." },
  { name: "parquet", args: [file], options: [], reads: "file", doc: "A Parquet file." },
  { name: "arrow", args: [file], options: [], reads: "file", doc: "An Arrow file." },
  {
    name: "text",
    args: [file],
    options: [],
    reads: "file",
    columns: [{ name: "character", per: "row", holds: "symbol" }],
    isSeries: true,
    doc: "One long text, a character a step.",
  },
  {
    name: "lines",
    args: [pattern],
    options: [],
    reads: "pattern",
    columns: texts("line", "file", "folder"),
    doc: "The lines of all files a pattern names.",
  },
  {
    name: "wav",
    args: [pattern],
    options: [
      { name: "rate", kind: { ...positive, unit: "frequency" }, default: "16kHz", doc: "samples a second" },
    ],
    reads: "pattern",
    columns: [{ name: "sound", per: "row", holds: "sound" }, ...texts("file", "folder")],
    doc: "Recordings.",
  },
  { name: "given", args: [], options: [], reads: "given", doc: "Rows handed in by the program." },
  ...generators,
];
