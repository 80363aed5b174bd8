import type { Experiment } from "../experiment.ts";
import { withEachCell } from "./cells.ts";

export const parity: Experiment = {
  number: 10,
  id: "parity",
  title: "Parity, then longer",
  goal: "Learn on 12 steps whether the ones so far are odd in number, and go on to 96.",
  predict: {
    ask: "What happens at eight times the length?",
    choices: ["it guesses", "it gets worse", "it holds"],
  },
  runs: withEachCell(8, {
    task: { kind: "parity", length: 12 },
    training: { steps: 600 },
    measures: [
      { kind: "solved", below: 0.1 },
      { kind: "length", length: 96 },
    ],
  }),
  claims: [
    { says: "the LSTM is right after 96 steps", run: "LSTM", figure: "score 96", above: 0.98 },
    { says: "the GRU is right after 96 steps", run: "GRU", figure: "score 96", above: 0.98 },
    {
      says: "the RNN learns it on some seeds, not on all",
      run: "RNN",
      figure: "score",
      above: 0.98,
      seeds: "some",
    },
    {
      says: "where it does, it is right after 96 steps too",
      run: "RNN",
      figure: "score 96",
      above: 0.98,
      given: { run: "RNN", figure: "score", above: 0.98 },
    },
  ],
  conclusion: "A state machine generalises.",
  change: "Train on 4 steps.",
};
