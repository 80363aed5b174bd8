import type { Claim, Experiment, Run } from "../experiment.ts";
import { nextValue } from "./series-data.ts";

const ar: Run = {
  name: "AR(2)",
  model: { cell: "lstm", hidden: 16 },
  task: { kind: "series", data: nextValue("ar", { length: 1500 }, 12) },
  training: { steps: 600 },
};

const sine: Run = {
  ...ar,
  name: "sine",
  task: { kind: "series", data: nextValue("sine", { length: 1500, period: 25, noise: 0.5 }, 12) },
};

const claimsOn = ({ name: run }: Run): readonly Claim[] => [
  {
    says: `${run}: the LSTM beats the last value by more than 15 %`,
    run,
    figure: "score",
    below: { run, figure: "naive", times: 0.85 },
  },
  {
    says: `${run}: it is within 10 % of a straight line`,
    run,
    figure: "score",
    above: { run, figure: "linear", times: 0.9 },
    below: { run, figure: "linear", times: 1.1 },
  },
];

export const straightLine: Experiment = {
  number: 13,
  id: "straight-line",
  title: "A straight line wins: AR(2), sine with noise",
  goal: "Predict two series that a linear model over the window predicts well.",
  predict: {
    ask: "By how much does the LSTM beat the linear model?",
    choices: ["by a third", "by a tenth or less, either way", "it loses clearly"],
  },
  runs: [ar, sine],
  claims: [...claimsOn(ar), ...claimsOn(sine)],
  conclusion: "It beats naive easily, linear hardly: always ask both.",
  change: "Take the noise out of the sine.",
};
