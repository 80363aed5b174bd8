import type { Experiment } from "../experiment.ts";
import { withEachCell } from "./cells.ts";

export const echo: Experiment = {
  number: 9,
  id: "echo",
  title: "LSTM does not help: echo of 3 steps",
  goal: "Repeat what came three steps ago.",
  predict: { ask: "Which cell learns it in the fewest steps?", choices: ["RNN", "LSTM", "GRU"] },
  runs: withEachCell(16, {
    task: { kind: "echo", length: 20, delay: 3 },
    training: { steps: 400 },
    measures: [{ kind: "solved", below: 0.01 }],
  }),
  claims: [
    { says: "the LSTM learns it within 400 steps", run: "LSTM", figure: "solvedAt", below: 401 },
    {
      says: "the GRU learns it sooner",
      run: "GRU",
      figure: "solvedAt",
      below: { run: "LSTM", figure: "solvedAt" },
    },
    {
      says: "the RNN learns it sooner still",
      run: "RNN",
      figure: "solvedAt",
      below: { run: "GRU", figure: "solvedAt" },
    },
    {
      says: "with little more than a quarter of the LSTM's weights",
      run: "RNN",
      figure: "weights",
      below: { run: "LSTM", figure: "weights", times: 0.3 },
    },
  ],
  conclusion: "Short memory: take the small one.",
  change: "Set the delay to 10.",
};
