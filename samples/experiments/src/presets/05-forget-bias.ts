import type { Experiment } from "../experiment.ts";
import { firstSymbolLstm } from "./01-first-symbol.ts";

export const forgetBias: Experiment = {
  number: 5,
  id: "forget-bias",
  title: "Forget bias",
  goal: "See what one number at the start decides.",
  predict: {
    ask: "With which forget bias does the LSTM of experiment 1 learn within 400 steps?",
    choices: ["all", "1 and above", "2 and above", "none"],
  },
  runs: [0, 1, 2, 3].map((bias) => ({
    ...firstSymbolLstm,
    name: `bias ${bias}`,
    model: { ...firstSymbolLstm.model, forgetBias: bias },
    training: { steps: 400 },
  })),
  claims: [
    { says: "bias 0 guesses (1 in 4)", run: "bias 0", figure: "score", below: 0.35 },
    { says: "bias 1 gets a part of it right", run: "bias 1", figure: "score", above: 0.35, below: 0.95 },
    { says: "bias 2 gets all of it right", run: "bias 2", figure: "score", above: 0.99 },
    { says: "bias 3 gets all of it right", run: "bias 3", figure: "score", above: 0.99 },
  ],
  conclusion: "A start with open gates matters more than the name LSTM.",
  change: "Give bias 0 more steps.",
};
