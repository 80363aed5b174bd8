/**
 * Diagnostics as annotations of a GitHub workflow run.
 *
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { plainText } from "./plain-text.ts";
import { sortDiagnostics } from "./select.ts";
import { positionAt, type Source } from "./source.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", hint: "notice" };

/**
 * One workflow command a diagnostic, a line each: `::error file=a.seq,line=7,...::message`.
 *
 * @returns lines that end with a line end; the empty string if there is nothing to say
 */
export function renderGithub(diagnostics: readonly Diagnostic[], source: Source): string {
  return sortDiagnostics(diagnostics)
    .map((diagnostic) => `${command(diagnostic, source)}\n`)
    .join("");
}

function command(diagnostic: Diagnostic, source: Source): string {
  const { severity, code, span } = diagnostic;
  const start = positionAt(source, span.start);
  const end = positionAt(source, span.end);
  const place = { file: source.name, line: start.line, endLine: end.line };
  // GitHub refuses columns when an annotation covers several lines.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = Object.entries({ ...place, ...columns, title: code })
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(",");
  return `::${commands[severity]} ${properties}::${escapeData(plainText(diagnostic))}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
