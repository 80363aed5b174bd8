/**
 * From text to canonical text.
 */
import type { Diagnostic, Source } from "@seqloom/diagnostic";
import { syntaxError } from "../1-parse/explain/failure.ts";
import { parse, textLengthAtMost } from "../1-parse/parse.ts";
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
  if (diagnostics.length > 0) return { text: undefined, diagnostics };
  const text = printFile(file);
  if (text.length <= textLengthAtMost) return { text, diagnostics: [] };
  const message = `formatted, this text would have ${text.length} characters; a .seq file has at most ${textLengthAtMost}`;
  const help = "split definitions into files and import them";
  return {
    text: undefined,
    diagnostics: [syntaxError("text-too-long", message, { start: 0, end: 0 }, help)],
  };
}
