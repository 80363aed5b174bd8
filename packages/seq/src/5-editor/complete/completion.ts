/**
 * What a completion is, and the ones that several places have in common.
 */
import type { Span } from "@seqloom/diagnostic";
import { type Entry, formOf, type Parameter } from "../../tables/kind.ts";
import { describeEntry, describeParameter } from "../describe.ts";
import { kindNames } from "../describe-symbol.ts";
import type { NameSymbol } from "../names/name-index.ts";

export type CompletionKind =
  | "keyword"
  | "section"
  | "key"
  | "option"
  | "function"
  | "definition"
  | "value"
  | "constant"
  | "axis"
  | "column"
  | "field"
  | "word";

/** A completion before it is known what it replaces. */
export interface Draft {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A few words behind the label. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  /** What is written in place of the word. */
  readonly insert: string;
}

export interface Completion extends Draft {
  /** What it replaces. */
  readonly span: Span;
}

export function fromEntry(entry: Entry): Draft {
  const { name } = entry;
  return {
    label: name,
    kind: "function",
    detail: formOf(entry),
    documentation: describeEntry(entry),
    insert: name,
  };
}

export function fromOption(parameter: Parameter): Draft {
  const { name, default: without } = parameter;
  return {
    label: name,
    kind: "option",
    detail: without === undefined ? "" : `= ${without}`,
    documentation: describeParameter(parameter),
    insert: `${name} = `,
  };
}

export function fromWord(word: string, kind: CompletionKind = "word", detail = ""): Draft {
  return { label: word, kind, detail, documentation: "", insert: word };
}

const kindOf: Readonly<Partial<Record<NameSymbol["kind"], CompletionKind>>> = {
  constant: "constant",
  cell: "definition",
  block: "definition",
  model: "definition",
  axis: "axis",
  size: "axis",
  column: "column",
  field: "field",
};

export function fromSymbol({ kind, name, doc }: NameSymbol, label = name): Draft {
  return {
    label,
    kind: kindOf[kind] ?? "value",
    detail: kindNames[kind],
    documentation: doc,
    insert: label,
  };
}

/** What the options and arguments of a call may be, by what the table says of them. */
export function wordsOf({ kind }: Parameter): readonly Draft[] {
  if (kind.kind === "word") return kind.words.map((word) => fromWord(word));
  if (kind.kind === "truth") return ["true", "false"].map((word) => fromWord(word));
  return [];
}
