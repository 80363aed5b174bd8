import type { Experiment } from "../experiment.ts";
import { withEachCell } from "./cells.ts";

export const addingTwenty: Experiment = {
  number: 4,
  id: "adding-20",
  title: "Adding, 20 steps",
  goal: "Find out whether the RNN cannot do it, or cannot do it over 40 steps.",
  predict: { ask: "Does the RNN learn to add over 20 steps?", choices: ["yes", "on some seeds", "no"] },
  runs: withEachCell(24, {
    task: { kind: "adding", length: 20 },
    training: { steps: 1500 },
    measures: [{ kind: "solved", below: 0.03 }],
  }),
  claims: [
    { says: "the RNN learns it within 1,500 steps", run: "RNN", figure: "solvedAt", below: 1501 },
    {
      says: "the LSTM learns it sooner",
      run: "LSTM",
      figure: "solvedAt",
      below: { run: "RNN", figure: "solvedAt" },
    },
    {
      says: "the GRU learns it sooner still",
      run: "GRU",
      figure: "solvedAt",
      below: { run: "LSTM", figure: "solvedAt" },
    },
  ],
  conclusion: '"An RNN cannot" is wrong: it is a matter of distance.',
  change: "Lengthen the sequence to 30 steps.",
};
