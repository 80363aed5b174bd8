import type { Claim, Experiment } from "../experiment.ts";
import { withEachCell } from "./cells.ts";
import { nextValue } from "./series-data.ts";

const runs = withEachCell(16, {
  task: { kind: "series", data: nextValue("henon", { length: 1500, noise: 0.05 }, 12) },
  training: { steps: 600 },
});

export const henon: Experiment = {
  number: 14,
  id: "henon",
  title: "Where it pays: noisy Hénon map",
  goal: "Predict a chaotic series of two steps' memory, seen through noise.",
  predict: {
    ask: "Which error is the smallest?",
    choices: ["naive", "linear", "recurrent", "no difference"],
  },
  runs,
  claims: [
    ...runs.map(
      ({ name: run }): Claim => ({
        says: `the ${run}'s error is under a third of the linear model's`,
        run,
        figure: "score",
        below: { run, figure: "linear", times: 1 / 3 },
      }),
    ),
    {
      says: "the linear model's is under two thirds of naive's",
      run: "RNN",
      figure: "linear",
      below: { run: "RNN", figure: "naive", times: 2 / 3 },
    },
  ],
  conclusion: "Nonlinear dynamics with memory: here it earns its keep.",
  change: "Raise the noise to 0.3.",
};
