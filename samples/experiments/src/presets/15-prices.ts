import { call, column, type DataSpec } from "@seqloom/data";
import type { Experiment, Run } from "../experiment.ts";

/** Daily prices with columns date, open, high, low, close. The text is handed in under this path. */
export const pricesFile = "sp500-2000.csv";

const definitions = [
  { name: "return", value: call("*", 100, call("log", call("/", "close", call("lag", "close", 1)))) },
  { name: "range", value: call("log", call("/", call("-", "high", "low"), "close")) },
];

function pricesRun(name: string, target: string): Run {
  const field = [{ columns: [column(target)] }];
  const data: DataSpec = {
    source: { kind: "csv", file: pricesFile },
    time: { kind: "clock", column: "date" },
    let: definitions.filter((definition) => definition.name === target),
    ...{ input: field, target: field, window: 20, horizon: 1 },
    split: { kind: "shares", shares: [0.7, 0.3] },
    scale: [{ method: "standard" }],
  };
  return {
    name,
    model: { cell: "lstm", hidden: 16 },
    task: { kind: "series", data },
    training: { steps: 600 },
  };
}

export const prices: Experiment = {
  number: 15,
  id: "prices",
  title: "Level, return, range",
  goal: "Predict three things about tomorrow's index: its level, its return in %, its range (high - low) / close as a logarithm.",
  predict: {
    ask: "Which of them can be predicted?",
    choices: ["the level", "the return", "the range", "all"],
  },
  runs: [pricesRun("level", "close"), pricesRun("return", "return"), pricesRun("range", "range")],
  claims: [
    {
      says: "level: more than five times the error of the last price",
      run: "level",
      figure: "score",
      above: { run: "level", figure: "naive", times: 5 },
    },
    {
      says: 'return: within 2 % of "no change"',
      run: "return",
      figure: "score",
      above: { run: "return", figure: "zero", times: 0.98 },
      below: { run: "return", figure: "zero", times: 1.02 },
    },
    {
      says: "range: better than the last range",
      run: "range",
      figure: "score",
      below: { run: "range", figure: "naive" },
    },
    {
      says: "range: worse than the linear model",
      run: "range",
      figure: "score",
      above: { run: "range", figure: "linear" },
    },
  ],
  conclusion: "Model changes, expect a tie; ranges can be forecast, and the line wins.",
  change: "Give the return model the range as a second input.",
};
