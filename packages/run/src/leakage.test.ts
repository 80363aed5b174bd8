import { plainCompiler } from "@seqloom/graph";
import { describe, expect, it } from "vitest";
import { forecastText } from "./testing/forecast-text.ts";
import { runText } from "./testing/run-text.ts";

const text = forecastText({
  data: `
  source   csv("prices.csv")
  time     row
  let      change = close / lag(close, 1) - 1
  input    change
  target   change
  report   close
  window   8
  horizon  1
  split    60% / 20% / 20%
  scale    standard`,
  train: `
  loss       mse
  optimiser  adam(rate = 1e-2)
  epochs     2
  seed       3`,
  more: "forecast {\n  baselines  naive, drift\n}\n",
});

const rows = 200;
const closes = Array.from({ length: rows }, (_, n) => 100 + 10 * Math.sin(n / 5) + n / 10);

async function runOn(values: readonly number[]) {
  const files = { "prices.csv": `close\n${values.join("\n")}\n` };
  const { prepared, trained } = await runText(text, { files, compiler: plainCompiler });
  return { fitted: JSON.stringify(prepared.fitted), record: trained.record, evaluation: trained.evaluation };
}

describe("what comes after the split", () => {
  it("changes no scaler, no training loss, no weight and no earlier forecast", async () => {
    const changed = 190; // a row of the test part, which begins at row 160
    const before = await runOn(closes);
    const after = await runOn(closes.map((close, n) => (n >= changed ? close * 3 : close)));
    expect(after.fitted).toBe(before.fitted);
    expect(after.record.training).toEqual(before.record.training);
    expect(after.record.validation).toEqual(before.record.validation);
    const [own, other] = [before, after].map(({ evaluation }) => evaluation);
    const forecasts = own?.reported.count ?? 0;
    expect(forecasts).toBeGreaterThan(30);
    let compared = 0;
    own?.scores.forEach((score, s) => {
      score.forecast.forEach((value, i) => {
        if ((own.reported.rows[i] ?? 0) > changed) return;
        compared++;
        expect([score.name, i, other?.scores[s]?.forecast[i]]).toEqual([score.name, i, value]);
      });
    });
    expect(compared).toBeGreaterThan(80);
    // And the change is seen where it may be: the test would also pass if nothing were read.
    expect(other?.scores[0]?.mae).not.toBe(own?.scores[0]?.mae);
  });
});
