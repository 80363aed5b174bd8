import type { Experiment } from "../experiment.ts";
import { withEachCell } from "./cells.ts";

export const counting: Experiment = {
  number: 11,
  id: "counting",
  title: "Counting, then longer",
  goal: "Learn to count the ones in 30 steps, and go on to 60 and 120.",
  predict: {
    ask: "By how many ones is the LSTM wrong after 60 steps?",
    choices: ["less than 1", "1 to 4", "more than 4"],
  },
  runs: withEachCell(8, {
    task: { kind: "count", length: 30, unit: 30 },
    training: { steps: 700 },
    measures: [
      { kind: "length", length: 60 },
      { kind: "length", length: 120 },
    ],
  }),
  claims: [
    {
      says: "the LSTM is off by less than half a one after 30 steps",
      run: "LSTM",
      figure: "score",
      below: 0.5,
    },
    { says: "and by more than 4 after 60", run: "LSTM", figure: "score 60", above: 4 },
    { says: "after 120 the RNN is off by more than 10", run: "RNN", figure: "score 120", above: 10 },
    { says: "so is the LSTM", run: "LSTM", figure: "score 120", above: 10 },
    { says: "so is the GRU", run: "GRU", figure: "score 120", above: 10 },
  ],
  conclusion: "Being right inside the range says little outside.",
  change: "Train on 60 steps.",
};
