/**
 * Which diagnostics are shown, and in which order.
 */
import type { Diagnostic, Severity } from "./diagnostic.ts";

/** How many diagnostics a report for people shows; the rest is counted. */
export const shownAtMost = 20;

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 };

/** In order of place; at one place errors before warnings before hints. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      a.span.start - b.span.start || weight[a.severity] - weight[b.severity] || a.span.end - b.span.end,
  );
}

/** The part of the diagnostics that is shown, in order of place, and the rest. Errors are never left out for hints. */
export function selectShown(
  diagnostics: readonly Diagnostic[],
  limit: number,
): { shown: Diagnostic[]; rest: Diagnostic[] } {
  const sorted = sortDiagnostics(diagnostics);
  if (sorted.length <= limit) return { shown: sorted, rest: [] };
  const bySeverity = [...sorted].sort((a, b) => weight[a.severity] - weight[b.severity]);
  return { shown: sortDiagnostics(bySeverity.slice(0, limit)), rest: bySeverity.slice(limit) };
}

/** `2 errors and 1 warning` */
export function countOf(diagnostics: readonly Diagnostic[]): string {
  const counts = (["error", "warning", "hint"] as const)
    .map((severity) => ({ severity, n: diagnostics.filter((d) => d.severity === severity).length }))
    .filter(({ n }) => n > 0)
    .map(({ severity, n }) => `${n} ${severity}${n === 1 ? "" : "s"}`);
  return [counts.slice(0, -1).join(", "), counts.at(-1) ?? "nothing"].filter(Boolean).join(" and ");
}
