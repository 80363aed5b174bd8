import type { NextForecast } from "@seqloom/run";
import { expect, it } from "vitest";
import { formatForecast } from "./forecast-text.ts";

const next = (hasClock: boolean, times: readonly number[]): NextForecast => ({
  ...{ name: "load", hasClock },
  series: [{ key: [], origin: 0, last: 4, times, values: times.map(() => 5) }],
});
const hour = 3_600_000;

it("a forecast shows moments as dates, however near to 1970, and numbers of rows as they are", () => {
  expect(formatForecast(next(true, [0, 18 * hour, Number.NaN]))).toBe(
    [
      "Next forecast of load; last known 4",
      "                    date  load    change",
      "------  ----------------  ----  --------",
      "step 1        1970-01-01     5  +25.00 %",
      "step 2  1970-01-01 18:00     5  +25.00 %",
      "step 3                 -     5  +25.00 %",
    ].join("\n"),
  );
  expect(formatForecast(next(false, [2_000_000_000]))).toContain("step 1  2000000000     5");
});
