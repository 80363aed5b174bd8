/** Findings as texts, for the terminal and the report. */
import { formatDate } from "@seqloom/data";
import type { TextTable } from "../score-table.ts";
import type { Detection } from "./detect.ts";

/** How many there are, in how many rows, above what. */
export function findingsHeadline({ findings, limits, quantile, scores }: Detection): string {
  const rows = (count: number) => count.toLocaleString("en");
  const origin =
    quantile === undefined
      ? "as given"
      : `the ${Number((100 * quantile).toPrecision(6))} % quantile of ${rows(limits.validationRows)} validation rows`;
  const count = findings.length === 1 ? "1 finding" : `${findings.length || "no"} findings`;
  return `${count} in ${rows(scores.length)} rows; threshold ${limits.threshold.toPrecision(4)}, ${origin}`;
}

/** The first `most` findings, a line each. */
export function findingsTable({ findings, hasClock }: Detection, most = Number.POSITIVE_INFINITY): TextTable {
  const when = (time: number) => (hasClock ? formatDate(time) : String(time));
  const hasKeys = findings.some(({ key }) => key.length > 0);
  return {
    head: ["from", "to", "rows", "highest score", "at", ...(hasKeys ? ["series"] : [])],
    rows: findings.slice(0, most).map(({ key, from, to, steps, highest, at }) => {
      const own = [when(from), when(to), String(steps), highest.toPrecision(4), when(at)];
      return hasKeys ? [...own, key.join(", ")] : own;
    }),
  };
}
