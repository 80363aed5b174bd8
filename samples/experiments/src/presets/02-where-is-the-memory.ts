import type { Experiment } from "../experiment.ts";
import { firstSymbolLstm } from "./01-first-symbol.ts";

export const whereIsTheMemory: Experiment = {
  number: 2,
  id: "where-is-the-memory",
  title: "Where is the memory?",
  goal: "Find out which state holds the symbol, by changing states and gates in the middle of a sequence.",
  predict: {
    ask: "The cell state c after step 10 comes from another sequence. Which symbol does the model name?",
    choices: ["its own", "the donor's", "neither"],
  },
  runs: [
    {
      ...firstSymbolLstm,
      measures: [
        { kind: "solved", below: 0.1 },
        { kind: "memory", step: 10 },
      ],
    },
  ],
  claims: [
    {
      says: "with c transplanted it names the donor's symbol",
      run: "LSTM",
      figure: "transplant c",
      above: 0.99,
    },
    { says: "with h erased it is still right", run: "LSTM", figure: "erase h", above: 0.99 },
    {
      says: "with f = 0 and i = 0 for one step it guesses (1 in 4)",
      run: "LSTM",
      figure: "close f and i",
      above: 0.15,
      below: 0.35,
    },
  ],
  conclusion: "The cell state carries it; gates protect it.",
  change: "Close the forget gate alone: h may write the memory back.",
};
