import { skill } from "@seqloom/data";
import { rng } from "@seqloom/tensor";
import { expect, it } from "vitest";
import { forecastText } from "./testing/forecast-text.ts";
import { runText } from "./testing/run-text.ts";

const text = forecastText({
  data: "source ar(length = 200)\n input value\n target value\n window 6\n horizon 8",
  train: "loss mse\n epochs 1\n seed 3",
});

it("the interval of a skill knows that overlapping forecasts err together", async () => {
  const { evaluation } = (await runText(text)).trained;
  if (evaluation === undefined) throw new Error("nothing was evaluated");
  const { actual, count, horizon } = evaluation.reported;
  const [model, naive] = evaluation.scores.map(({ forecast }) =>
    Float64Array.from({ length: count }, (_, i) => {
      const errors = actual.map((value, at) => Math.abs(value - (forecast[at] ?? 0)));
      return errors.subarray(i * horizon, (i + 1) * horizon).reduce((sum, error) => sum + error, 0) / horizon;
    }),
  );
  const own = (block: number) => skill(model ?? [], naive ?? [], { rng: rng(3), block });
  expect(Math.cbrt(count)).toBeLessThan(3);
  expect(evaluation.skill).toEqual(own(8));
  expect(evaluation.skill).not.toEqual(own(3));
});
