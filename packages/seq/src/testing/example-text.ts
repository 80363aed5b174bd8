/**
 * A file with every construct of the language, formatted; tests damage and lengthen it.
 */
export const exampleText = `seq 1

# What to look at first.
import "cells.seq" as own
import "blocks/encoder.seq" as far

let hidden = 32, depth = 3    ## width and number of layers
let file = "a \\"quoted\\" name.csv"

## A cell with everything a cell may have,
## on two lines.
cell mine(x: [in], keys: [time, key], hidden, forget = 1) -> (h: [hidden], seen: [key]) {
  state h, c: [hidden] = learned
  weight pi: [gate = 4 * hidden] = normal(0.1)

  # The gates.
  i  = sigmoid(layerNorm(affine(x, h)) + pi * c)    ## input gate
  c' = (1 - i) * c + i * tanh(affine(x, to = hidden))
  h' = -i ^ 2 * tanh(c')                            # minus of a square

  seen = affine(h', to = key) -> attend(keys)
}

block Deep(x: [batch, time, width] of word, drop = 10%) -> [batch, time, 2 * width] {
  layer e = embedding(16)
  (_, state) = (x, x -> e) -> own.mine(hidden, start = (state.h, state.c))
  h = x -> e
  repeat depth {
    h = h -> gru(width, bidirectional = true)    # twice
    # at the end of the body
  }
  concat(
    h,  # first
    # then
    state.h -> spread(time),
  )
}

data {
  source  csv("a.csv")
  join    market = csv("b.csv")
  time    "Date", every = "15min", gaps = fill(0)
  let     return = log(close / lag(close, 1)), range = (high - low) / close
  where   not close == 0 and (volume > 20_000 or volume <= 1e-3)
  input   return, range
  target  return
  window  60
  split   "2015-01" / "2016-01-31", group = person
}

model Next(x: [batch, time, feature], known: [?, 3]) -> [batch, horizon] {
  x -> lstm(hidden, layers = 2) -> last -> linear(horizon)
}

train {
  loss       huber(y) + 0.3 * mse
  optimiser  adam(rate = 1e-3)
  seed       1, 2
}

train Next {
  epochs  5
}

# The end.
`;
