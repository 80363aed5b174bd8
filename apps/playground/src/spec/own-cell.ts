/** A cell written out, to be changed. */
import type { Preset } from "./preset.ts";

export const ownCell: Preset = {
  id: "own-cell",
  number: 16,
  title: "Your own cell",
  goal: "An LSTM written out beside the built-in one. Change its equations.",
  ask: "What happens if the forget gate is always open?",
  choices: ["it learns nothing", "it still learns", "it learns faster"],
  change: "Replace the line of f by f = 1, or take the output gate away.",
  text: `seq 1

# The built-in LSTM, and one written out.
# Change an equation of mine and train again.
data {
  source  recall(length = 20, count = 9_900)
  input   onehot(symbol)
  target  category(answer)
  split   98% / 2%
}

## A long short-term memory, equation by equation.
cell mine(x: [in], hidden) {
  state h, c: [hidden]

  i = sigmoid(affine(x) + affine(h))        ## input gate: how much of the candidate is written
  f = sigmoid(affine(x) + affine(h) + 2)    ## forget gate: how much of the memory is kept
  g = tanh(affine(x) + affine(h))           ## candidate
  o = sigmoid(affine(x) + affine(h))        ## output gate: how much of the memory is shown

  c' = f * c + i * g
  h' = o * tanh(c')
}

model LSTM(x: [batch, time, feature]) -> [batch, answer] {
  x -> lstm(16, forgetBias = 2) -> last -> linear(answer)
}

model Own(x: [batch, time, feature]) -> [batch, answer] {
  x -> mine(16) -> last -> linear(answer)
}

train {
  loss       crossEntropy
  optimiser  adam(rate = 0.01)
  clip       norm = 1
  batch      32
  steps      300
  keep       last
  seed       1
}
`,
};
