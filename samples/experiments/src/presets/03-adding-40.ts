import type { Experiment } from "../experiment.ts";
import { withEachCell } from "./cells.ts";

export const addingForty: Experiment = {
  number: 3,
  id: "adding-40",
  title: "Adding, 40 steps",
  goal: "See the gradient vanish, and gates keep the road open.",
  predict: {
    ask: "Before training, the signal that comes back has vanished for all three. Which of them learn?",
    choices: ["none", "LSTM and GRU", "all"],
  },
  runs: withEachCell(24, {
    task: { kind: "adding", length: 40 },
    training: { steps: 1000 },
    measures: [{ kind: "solved", below: 0.03 }, { kind: "signal" }],
  }),
  claims: [
    { says: "the RNN does not get below predicting the mean (1/6)", run: "RNN", figure: "loss", above: 0.14 },
    { says: "the LSTM's loss is under 0.03", run: "LSTM", figure: "solvedAt", below: 1001 },
    { says: "the GRU's loss is under 0.03", run: "GRU", figure: "solvedAt", below: 1001 },
    {
      says: "the GRU is there before the LSTM",
      run: "GRU",
      figure: "solvedAt",
      below: { run: "LSTM", figure: "solvedAt" },
    },
    {
      says: "untrained, the GRU's signal has vanished too",
      run: "GRU",
      figure: "signal before",
      below: 1e-4,
    },
    {
      says: "trained, the RNN's signal at the first step is under 1e-4",
      run: "RNN",
      figure: "signal",
      below: 1e-4,
    },
    { says: "the LSTM's is above 0.05", run: "LSTM", figure: "signal", above: 0.05 },
    { says: "the GRU's is above 0.05", run: "GRU", figure: "signal", above: 0.05 },
  ],
  conclusion: "Gates learn to keep the road open.",
  change: "Shorten the sequence to 20 steps.",
};
