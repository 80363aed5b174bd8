/** What was found unusual, as lines. */
import { type Detection, findingsHeadline, findingsTable } from "@seqloom/run";
import { formatTable } from "../terminal/table.ts";

/** More would scroll the rest away; all are in the report, and in the JSON of `seqloom detect`. */
const mostRows = 40;

export function formatFindings(detection: Detection): string {
  const { length } = detection.findings;
  const { head, rows } = findingsTable(detection, mostRows);
  const table = length === 0 ? "" : `\n${formatTable(head, rows)}`;
  const rest = length > mostRows ? `\n... and ${length - mostRows} more` : "";
  return `${findingsHeadline(detection)}${table}${rest}`;
}
