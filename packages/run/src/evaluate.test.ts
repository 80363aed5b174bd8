import { skill } from "@seqloom/data";
import { rng } from "@seqloom/tensor";
import { expect, it } from "vitest";
import { runText } from "./testing/run-text.ts";

const text = `seq 1
data {
  source   ar(length = 200)
  input    value
  target   value
  window   6
  horizon  8
}
model Next(x: [batch, time, feature]) -> [batch, horizon] {
  x -> gru(3) -> last -> linear(horizon)
}
train {
  loss    mse
  epochs  1
  seed    3
}
`;

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
