/**
 * The fixes that diagnostics bring, for a part of the text.
 */
import type { Diagnostic, Span, TextEdit } from "@seqloom/diagnostic";
import type { Analysis } from "./analysis.ts";

export interface CodeAction {
  /** What it does, as an order. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** What it puts right. */
  readonly diagnostic: Diagnostic;
  /** The only one for its fault: it can be taken without asking. */
  readonly isPreferred: boolean;
}

/** Fixes of the faults that touch a span, in order of place. */
export function codeActions({ diagnostics }: Analysis, { start, end }: Span): readonly CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const { fix, span } = diagnostic;
    if (fix === undefined || span.start > end || span.end < start) return [];
    return [{ title: fix.title, edits: fix.edits, diagnostic, isPreferred: true }];
  });
}
