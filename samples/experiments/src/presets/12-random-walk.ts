import type { Experiment, Run } from "../experiment.ts";
import { nextValue } from "./series-data.ts";

const lstm: Run = {
  name: "LSTM",
  model: { cell: "lstm", hidden: 16 },
  task: { kind: "series", data: nextValue("walk", { length: 1000 }, 12) },
  training: { steps: 600 },
};

export const randomWalk: Experiment = {
  number: 12,
  id: "random-walk",
  title: "Naive wins: random walk",
  goal: "Predict the next value of a series that has no pattern.",
  predict: {
    ask: "Which error is the smallest?",
    choices: ["the last value", "the RNN's", "the LSTM's", "no difference"],
  },
  runs: [lstm, { ...lstm, name: "RNN", model: { cell: "rnn", hidden: 16 } }],
  claims: [
    { says: "the LSTM has learnt the training part", run: "LSTM", figure: "loss", below: 0.1 },
    {
      says: "the LSTM is worse than the last value",
      run: "LSTM",
      figure: "score",
      above: { run: "LSTM", figure: "naive" },
    },
    {
      says: "the RNN is worse than the last value",
      run: "RNN",
      figure: "score",
      above: { run: "RNN", figure: "naive" },
    },
    {
      says: "the LSTM is worse than the RNN",
      run: "LSTM",
      figure: "score",
      above: { run: "RNN", figure: "score" },
    },
  ],
  conclusion: "No signal, no skill; more model, more error.",
  change: "Add a drift.",
};
