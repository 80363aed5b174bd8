/** What was found unusual, as lines. */
import type { Detection } from "@seqloom/run";
import { formatTable } from "../terminal/table.ts";
import { when } from "./forecast-text.ts";

/** More would scroll the rest away; all are in the event of the run. */
const mostRows = 40;

export function formatFindings(detection: Detection): string {
  const { findings, threshold, quantile, scores, validationRows, hasClock } = detection;
  const origin =
    quantile === undefined
      ? "as given"
      : `the ${Number((100 * quantile).toPrecision(6))} % quantile of ${validationRows.toLocaleString("en")} validation rows`;
  const count = findings.length === 1 ? "1 finding" : `${findings.length || "no"} findings`;
  const head = `${count} in ${scores.length.toLocaleString("en")} rows of the test part; threshold ${threshold.toPrecision(4)}, ${origin}`;
  if (findings.length === 0) return head;
  const hasKeys = findings.some(({ key }) => key.length > 0);
  const rows = findings
    .slice(0, mostRows)
    .map(({ key, from, to, steps, highest, at }) => [
      when(from, hasClock),
      when(to, hasClock),
      String(steps),
      highest.toPrecision(4),
      when(at, hasClock),
      ...(hasKeys ? [key.join(", ")] : []),
    ]);
  const table = formatTable(
    ["from", "to", "rows", "highest score", "at", ...(hasKeys ? ["series"] : [])],
    rows,
  );
  return `${head}\n${table}${findings.length > mostRows ? `\n... and ${findings.length - mostRows} more` : ""}`;
}
