/**
 * What is wrong with a text, as data: the renderers make words, colours and files of it.
 */
import type { Span } from "./span.ts";

export type Severity = "error" | "warning" | "hint";

/** A second place that has to do with a fault, and why: `promised here`. */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** One change of a text: what stands in `span` gives way to `newText`. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** A change that puts a fault right; its edits do not overlap. */
export interface Fix {
  /** What it does, as an order: `write "lstm"`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * One fault of a text: what, where, why it matters, and how to put it right.
 *
 * @example
 * const fault: Diagnostic = {
 *   severity: "error",
 *   code: "name-unknown",
 *   message: "there is no layer `lstn`; did you mean `lstm`?",
 *   span: { start: 8, end: 12 },
 *   related: [],
 *   help: "write `lstm`",
 * };
 */
export interface Diagnostic {
  readonly severity: Severity;
  /** Kebab-case, permanent, one heading in the error reference. */
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  /** A few words beside the underlined span. */
  readonly label?: string | undefined;
  readonly related: readonly Related[];
  readonly why?: string | undefined;
  readonly help?: string | undefined;
  readonly fix?: Fix | undefined;
}
