import { describe, expect, it } from "vitest";
import { runText } from "./testing/run-text.ts";

const forecast = (head: string, loss: string, more = "") => `seq 1
data {
  source   ar(length = 400)
  let      level = 1000 + 50 * value
  input    level
  target   level
  ${more}
  window   6
  horizon  2
  scale    standard
}
model Next(x: [batch, time, feature]) -> ${head}
train {
  loss       ${loss}
  optimiser  adam(rate = 1e-2)
  clip       norm = 1
  epochs     3
  metrics    mae, mase, direction
}
forecast {
  baselines  naive
}
`;
const point = "[batch, horizon] {\n  x -> gru(4) -> last -> linear(horizon)\n}";

describe("metrics of the test part", () => {
  it("are those of the table: in the units of the report column, by the same formulas", async () => {
    const { scores, evaluation } = (await runText(forecast(point, "huber"))).trained;
    const [model] = evaluation?.scores ?? [];
    expect(scores.mae).toBeCloseTo(model?.mae ?? Number.NaN, 9);
    expect(scores.mase).toBeCloseTo(model?.mase ?? Number.NaN, 9);
    expect(scores.direction).toBeCloseTo(model?.direction.share ?? Number.NaN, 9);
    expect(scores.mae).toBeGreaterThan(10); // in units of level, not of deviations
  });

  it("are in these units for quantiles too, the quantiles themselves included", async () => {
    const head = "[batch, horizon, quantile] {\n  x -> gru(4) -> last -> linear(horizon, quantile)\n}";
    const text = forecast(head, "quantile(10%, 50%, 90%)")
      .replace("mae, mase, direction", "mae, pinball, coverage")
      .replace("baselines  naive", "baselines  naive\n  metrics    pinball, coverage");
    const { scores, evaluation } = (await runText(text)).trained;
    const [model] = evaluation?.scores ?? [];
    expect(scores.mae).toBeCloseTo(model?.mae ?? Number.NaN, 9);
    expect(scores.pinball).toBeCloseTo(model?.further.pinball ?? Number.NaN, 9);
    expect(scores.coverage).toBe(model?.further.coverage);
    expect(scores.pinball).toBeGreaterThan(5);
  });

  it("of a target that is not reported stay in its own", async () => {
    const two = forecast(point, "mse")
      .replace("let      level", "let      other = value / 10\n  let      level")
      .replace("target   level", "target a = other\n  target b = level\n  report level")
      .replace("-> [batch, horizon] {", "-> (a: [batch, horizon], b: [batch, horizon]) {")
      .replace(
        "  x -> gru(4) -> last -> linear(horizon)",
        "  h = x -> gru(4) -> last\n  a = h -> linear(horizon)\n  b = h -> linear(horizon)",
      )
      .replace("loss       mse", "loss       mse(a) + mse(b)")
      .replace("mae, mase, direction", "mae");
    const { scores, evaluation } = (await runText(two)).trained;
    expect(evaluation?.reported.field).toBe("b");
    expect(scores.mae).toBeLessThan(3); // in deviations of a
  });
});
