/** The next forecast as lines. */
import type { NextForecast } from "@seqloom/run";
import { formatTable } from "../terminal/table.ts";

/** Numbers with all their digits: the forecast of a saved model is compared with them. */
export function formatForecast({ name, series }: NextForecast): string {
  return series
    .map(({ key, last, times, values }) => {
      const of = key.length === 0 ? "" : ` (${key.join(", ")})`;
      const rows = values.map((value, k) => [
        `step ${k + 1}`,
        when(times[k]),
        String(value),
        percent(value, last),
      ]);
      return `Next forecast of ${name}${of}; last known ${last}\n${formatTable(["", "date", name, "change"], rows)}`;
    })
    .join("\n\n");
}

/** A date where the data have a clock, else the number of a row. */
export function when(time: number | undefined): string {
  if (time === undefined || !Number.isFinite(time)) return "-";
  return Math.abs(time) < 1e9
    ? String(time)
    : new Date(time)
        .toISOString()
        .replace(/T00:00:00.000Z$/, "")
        .replace(/\.000Z$/, "Z");
}

function percent(value: number, last: number): string {
  const change = (100 * (value - last)) / last;
  return Number.isFinite(change) ? `${change >= 0 ? "+" : ""}${change.toFixed(2)} %` : "-";
}
