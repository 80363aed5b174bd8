import type { Experiment } from "../experiment.ts";
import { firstSymbolLstm } from "./01-first-symbol.ts";

export const cutBackpropagation: Experiment = {
  number: 8,
  id: "cut-backpropagation",
  title: "Cut backpropagation",
  goal: "Let gradients go back over a part of the sequence only; states still go all the way.",
  predict: {
    ask: "The symbol lies 19 steps before the answer. Which truncation lengths learn it?",
    choices: ["all", "10 and above", "only the whole sequence"],
  },
  runs: [5, 10, 19, undefined].map((truncate) => ({
    ...firstSymbolLstm,
    name: truncate === undefined ? "whole" : `cut ${truncate}`,
    model: { ...firstSymbolLstm.model, truncate },
  })),
  claims: [
    { says: "a cut every 5 steps guesses (1 in 4)", run: "cut 5", figure: "score", below: 0.35 },
    { says: "a cut every 10 steps guesses", run: "cut 10", figure: "score", below: 0.35 },
    {
      says: "a cut between the last step and all others gets part of it right",
      run: "cut 19",
      figure: "score",
      above: 0.35,
      below: 0.95,
    },
    { says: "the whole sequence gets all of it right", run: "whole", figure: "score", above: 0.99 },
  ],
  conclusion: "What the gradient never reaches cannot be learnt.",
  change:
    "Start with a forget bias of 1, so that nothing is remembered unless it is learnt, and give it 800 steps.",
};
