/** The next forecast as lines. */
import { formatDate } from "@seqloom/data";
import type { NextForecast } from "@seqloom/run";
import { formatTable } from "../terminal/table.ts";

/** Numbers with all their digits: the forecast of a saved model is compared with them. */
export function formatForecast({ name, hasClock, series }: NextForecast): string {
  return series
    .map(({ key, last, times, values }) => {
      const of = key.length === 0 ? "" : ` (${key.join(", ")})`;
      const rows = values.map((value, k) => [
        `step ${k + 1}`,
        when(times[k], hasClock),
        String(value),
        percent(value, last),
      ]);
      return `Next forecast of ${name}${of}; last known ${last}\n${formatTable(["", hasClock ? "date" : "row", name, "change"], rows)}`;
    })
    .join("\n\n");
}

/** A date where the data have a clock, else the number of a row. */
function when(time: number | undefined, hasClock: boolean): string {
  if (time === undefined || !Number.isFinite(time)) return "-";
  return hasClock ? formatDate(time) : String(time);
}

function percent(value: number, last: number): string {
  const change = (100 * (value - last)) / last;
  return Number.isFinite(change) ? `${change >= 0 ? "+" : ""}${change.toFixed(2)} %` : "-";
}
