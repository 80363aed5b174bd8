/**
 * From text to canonical text.
 */
import type { Diagnostic, Source } from "@seqloom/diagnostic";
import { parse } from "../1-parse/parse.ts";
import { printFile } from "./print-file.ts";

/** A formatted text, or the syntax errors that stand in its way. */
export type FormatResult =
  | { readonly text: string; readonly diagnostics: readonly [] }
  | { readonly text: undefined; readonly diagnostics: readonly Diagnostic[] };

/**
 * Formats a `.seq` text: canonical, idempotent, comments and single blank lines kept.
 *
 * @returns the text, ending with a line end; no text if it does not parse, since what its author meant is not known
 * @example format("seq 1\nlet a=1").text; // "seq 1\n\nlet a = 1\n"
 */
export function format(input: Source | string): FormatResult {
  const { file, diagnostics } = parse(input);
  return diagnostics.length > 0
    ? { text: undefined, diagnostics }
    : { text: printFile(file), diagnostics: [] };
}
