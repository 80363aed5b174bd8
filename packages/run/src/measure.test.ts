import { describe, expect, it } from "vitest";
import { forecastText } from "./testing/forecast-text.ts";
import { runText } from "./testing/run-text.ts";

const columns = "input level\n target level";
const data = (own: string) => `
  source   ar(length = 400)
  let      level = 1000 + 50 * value
  ${own}
  window   6
  horizon  2
  scale    standard`;
const train = (loss: string, metrics: string) => `
  loss       ${loss}
  optimiser  adam(rate = 1e-2)
  clip       norm = 1
  epochs     3
  metrics    ${metrics}`;

describe("metrics of the test part", () => {
  it("are those of the table: in the units of the report column, by the same formulas", async () => {
    const text = forecastText({ data: data(columns), train: train("huber", "mae, mase, direction") });
    const { scores, evaluation } = (await runText(text)).trained;
    const [model] = evaluation?.scores ?? [];
    expect(scores.mae).toBeCloseTo(model?.mae ?? Number.NaN, 9);
    expect(scores.mase).toBeCloseTo(model?.mase ?? Number.NaN, 9);
    expect(scores.direction).toBeCloseTo(model?.direction.share ?? Number.NaN, 9);
    expect(scores.mae).toBeGreaterThan(10); // in units of level, not of deviations
  });

  it("are in these units for quantiles too, the quantiles themselves included", async () => {
    const text = forecastText({
      data: data(columns),
      result: "[batch, horizon, quantile]",
      layers: "gru(4) -> last -> linear(horizon, quantile)",
      train: train("quantile(10%, 50%, 90%)", "mae, pinball, coverage"),
      more: "forecast {\n  baselines naive\n  metrics pinball, coverage\n}\n",
    });
    const { scores, evaluation } = (await runText(text)).trained;
    const [model] = evaluation?.scores ?? [];
    expect(scores.mae).toBeCloseTo(model?.mae ?? Number.NaN, 9);
    expect(scores.pinball).toBeCloseTo(model?.further.pinball ?? Number.NaN, 9);
    expect(scores.coverage).toBe(model?.further.coverage);
    expect(scores.pinball).toBeGreaterThan(5);
  });

  it("of a target that is not reported stay in its own", async () => {
    const text = forecastText({
      data: data("let other = value / 10\n input level\n target a = other\n target b = level\n report level"),
      result: "(a: [batch, horizon], b: [batch, horizon])",
      layers: "gru(4) -> last -> linear(4)",
      train: train("mse(a) + mse(b)", "mae"),
    })
      .replace("  x -> gru", "  h = x -> gru")
      .replace("linear(4)", "linear(4)\n  a = h -> linear(horizon)\n  b = h -> linear(horizon)");
    const { scores, evaluation } = (await runText(text)).trained;
    expect(evaluation?.reported.field).toBe("b");
    expect(scores.mae).toBeLessThan(3); // in deviations of a
  });
});
