/**
 * Diagnostics as SARIF 2.1.0, the exchange format of code scanners.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { plainText } from "./plain-text.ts";
import { sortDiagnostics } from "./select.ts";
import { positionAt, type Source } from "./source.ts";
import type { Span } from "./span.ts";

/** The diagnostics of one file. */
export interface Report {
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

export interface SarifOptions {
  /** The program that found them. Default "seqloom". */
  readonly tool?: string;
  readonly version?: string;
}

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", hint: "note" };

/** The diagnostics of all files checked as one SARIF run, indented by two. */
export function renderSarif(reports: readonly Report[], options: SarifOptions = {}): string {
  const { tool = "seqloom", version } = options;
  const codes = new Set(reports.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: tool, ...(version && { version }), rules: [...codes].sort().map((id) => ({ id })) },
        },
        columnKind: "unicodeCodePoints",
        results: reports.flatMap(({ source, diagnostics }) =>
          sortDiagnostics(diagnostics).map((diagnostic) => result(diagnostic, source)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function result(diagnostic: Diagnostic, source: Source): object {
  const { severity, code, span, related, fix } = diagnostic;
  const artifactLocation = { uri: uriOf(source.name) };
  const place = (at: Span) => ({ artifactLocation, region: region(source, at) });
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: plainText(diagnostic) },
    locations: [{ physicalLocation: place(span) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((r, id) => ({
        id,
        message: { text: r.message },
        physicalLocation: place(r.span),
      })),
    }),
    ...(fix && {
      fixes: [
        {
          description: { text: fix.title },
          artifactChanges: [
            {
              artifactLocation,
              replacements: fix.edits.map((edit) => ({
                deletedRegion: region(source, edit.span),
                insertedContent: { text: edit.newText },
              })),
            },
          ],
        },
      ],
    }),
  };
}

function region(source: Source, { start, end }: Span): object {
  const from = positionAt(source, start);
  const to = positionAt(source, end);
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

/** A path as a URI reference. */
function uriOf(name: string): string {
  return name.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}
