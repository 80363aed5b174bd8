/**
 * Diagnostics for programs: everything, sorted by position, nothing left out.
 */
import type { Diagnostic } from "./diagnostic.ts";
import { sortDiagnostics } from "./select.ts";
import { positionAt, type Source } from "./source.ts";
import type { Span } from "./span.ts";

/** A place in the JSON report: lines and columns from 1, columns in code points; `offset` in UTF-16 units from 0. */
export interface JsonPlace {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface JsonRange {
  readonly start: JsonPlace;
  readonly end: JsonPlace;
}

/** One diagnostic of the JSON report. Fields that a diagnostic has not are left out. */
export interface JsonDiagnostic extends JsonRange {
  readonly severity: Diagnostic["severity"];
  readonly code: string;
  readonly message: string;
  readonly label?: string;
  readonly related?: readonly (JsonRange & { readonly message: string })[];
  readonly why?: string;
  readonly help?: string;
  readonly fix?: {
    readonly title: string;
    readonly edits: readonly (JsonRange & { readonly newText: string })[];
  };
}

/** The report of one file. */
export interface JsonReport {
  readonly file: string;
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** The diagnostics of one text as plain data, ready for `JSON.stringify`. */
export function jsonReport(diagnostics: readonly Diagnostic[], source: Source): JsonReport {
  const count = (severity: Diagnostic["severity"]) =>
    diagnostics.filter((d) => d.severity === severity).length;
  return {
    file: source.name,
    errors: count("error"),
    warnings: count("warning"),
    hints: count("hint"),
    diagnostics: sortDiagnostics(diagnostics).map((d) => jsonDiagnostic(d, source)),
  };
}

/**
 * The diagnostics of one text as JSON text, indented by two.
 *
 * @example JSON.parse(renderJson(diagnostics, source)).diagnostics[0].code; // "axis-name"
 */
export function renderJson(diagnostics: readonly Diagnostic[], source: Source): string {
  return `${JSON.stringify(jsonReport(diagnostics, source), null, 2)}\n`;
}

function jsonDiagnostic(diagnostic: Diagnostic, source: Source): JsonDiagnostic {
  const { severity, code, message, span, label, related, why, help, fix } = diagnostic;
  const range = (place: Span) => rangeOf(source, place);
  return {
    severity,
    code,
    message,
    ...range(span),
    ...(label && { label }),
    ...(related.length > 0 && { related: related.map((r) => ({ message: r.message, ...range(r.span) })) }),
    ...(why && { why }),
    ...(help && { help }),
    ...(fix && {
      fix: { title: fix.title, edits: fix.edits.map((e) => ({ ...range(e.span), newText: e.newText })) },
    }),
  };
}

function rangeOf(source: Source, { start, end }: Span): JsonRange {
  return {
    start: { ...positionAt(source, start), offset: start },
    end: { ...positionAt(source, end), offset: end },
  };
}
