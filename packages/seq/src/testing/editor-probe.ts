/**
 * Asks the editor services about a damaged text: none may throw, and places lie inside the text.
 */
import type { ParseResult } from "../1-parse/parse.ts";
import { analyse } from "../5-editor/analysis.ts";
import { completionsAt } from "../5-editor/complete/complete.ts";
import { documentSymbols } from "../5-editor/document-symbols.ts";
import { hoverAt } from "../5-editor/hover.ts";
import { inlayHints } from "../5-editor/inlay-hints.ts";
import { definitionAt, referencesAt } from "../5-editor/navigate.ts";
import { renameTarget } from "../5-editor/rename.ts";
import { semanticTokens } from "../5-editor/semantic-tokens.ts";

/** Places asked about in one text. */
const places = 4;

export function editorProbe({ source }: ParseResult): void {
  const analysis = analyse(source);
  const { length } = source.text;
  for (let i = 0; i <= places; i++) {
    const at = Math.round((length * i) / places);
    const spans = [
      hoverAt(analysis, at)?.span,
      definitionAt(analysis, at)?.span,
      completionsAt(analysis, at)[0]?.span,
    ];
    for (const span of [...spans, ...referencesAt(analysis, at).map((found) => found.span)])
      if (span !== undefined && (span.start < 0 || span.end < span.start || span.end > length))
        throw new Error(`place outside: ${span.start} to ${span.end}`);
    renameTarget(analysis, at);
  }
  documentSymbols(analysis);
  inlayHints(analysis);
  let end = 0;
  for (const { span } of semanticTokens(analysis)) {
    if (span.start < end) throw new Error(`tokens overlap at ${span.start}`);
    end = span.end;
  }
}
