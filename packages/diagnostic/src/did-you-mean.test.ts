import { expect, it } from "vitest";
import { didYouMean, editDistance } from "./did-you-mean.ts";

const layers = ["lstm", "gru", "rnn", "linear", "layerNorm", "last", "dropout", "learningRate"];

it.each([
  ["lstn", "lstm"],
  ["lsmt", "lstm"],
  ["ltsm", "lstm"],
  ["liner", "linear"],
  ["droput", "dropout"],
  ["LSTM", "lstm"],
  ["layernorm", "layerNorm"],
  ["layer_norm", "layerNorm"],
  ["learning-rate", "learningRate"],
  ["gr", "gru"],
])("%s was meant to be %s", (word, meant) => {
  expect(didYouMean(word, layers)).toBe(meant);
});

it.each(["transformer", "x", "conv", "", "lst"])(
  "%s is nothing like a layer, or too short to tell",
  (word) => {
    expect(didYouMean(word, ["gru", "linear", "dropout"])).toBeUndefined();
  },
);

it("a word is not its own correction", () => {
  expect(didYouMean("lstm", ["lstm"])).toBeUndefined();
});

it("swapping two neighbours is one edit", () => {
  expect(editDistance("lsmt", "lstm")).toBe(1);
  expect(editDistance("kitten", "sitting")).toBe(3);
  expect(editDistance("ca", "abc")).toBe(3); // the restricted form; the full one says 2
});
