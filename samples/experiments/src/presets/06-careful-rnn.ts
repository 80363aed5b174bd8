import type { Experiment } from "../experiment.ts";
import { firstSymbolLstm } from "./01-first-symbol.ts";

export const carefulRnn: Experiment = {
  number: 6,
  id: "careful-rnn",
  title: "A careful RNN",
  goal: "Give the RNN of experiment 1 an orthogonal start, whose signal neither vanishes nor explodes.",
  predict: {
    ask: "When does it learn the first symbol?",
    choices: ["never", "later than the LSTM", "sooner than the LSTM"],
  },
  runs: [
    firstSymbolLstm,
    { ...firstSymbolLstm, name: "RNN", model: { cell: "rnn", hidden: 16, recurrent: "orthogonal", gain: 1 } },
  ],
  claims: [
    { says: "the RNN learns it within 100 steps", run: "RNN", figure: "solvedAt", below: 101 },
    {
      says: "that is sooner than the LSTM",
      run: "RNN",
      figure: "solvedAt",
      below: { run: "LSTM", figure: "solvedAt" },
    },
  ],
  conclusion: "Initialisation can do what gates do, at this distance.",
  change: "Set the gain to 0.5.",
};
