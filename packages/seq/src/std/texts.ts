/** Generated from std/*.seq by scripts/generate-std.mjs. */
export const standardTexts: Readonly<Record<string, string>> = {
  "blocks.seq": `seq 1

# Blocks: layers that often stand together.

## A recurrent layer with a way round it, so that depth does not weaken the gradient (He et al. 2016).
block Residual(x: [batch, time, width], drop = 0.1) -> [batch, time, width] {
  change = x -> gru(width) -> dropout(drop)
  (x + change) -> layerNorm
}

## Recurrent layers on top of each other, each with a way round it.
block Deep(x: [batch, time, feature], width, depth = 3, drop = 0.1) -> [batch, time, width] {
  h = x -> linear(width)
  repeat depth {
    h = h -> Residual(drop = drop)
  }
  h
}

## What both ends of a sequence have seen of all of it (Schuster & Paliwal 1997).
block BothEnds(x: [batch, time, feature], width) -> [batch, 2 * width] {
  x -> lstm(width, bidirectional = true) -> ends
}

## A weighted mean over time whose weights are learned (after Lin et al. 2017).
block Pooled(x: [batch, time, feature], width = 32) -> [batch, feature] {
  score = x -> linear(width) -> tanh -> linear(1, bias = false) -> sum
  (x * (score -> softmax(time))) -> sum(time)
}

## Two causal convolutions with a way round them (after Bai, Kolter & Koltun 2018).
block Convolved(x: [batch, time, width], reach = 3, drop = 0.1) -> [batch, time, width] {
  change = x
    -> conv(width, width = reach)
    -> relu
    -> dropout(drop)
    -> conv(width, width = reach)
    -> relu
    -> dropout(drop)
  relu(x + change)
}

## Self-attention over the steps, with a way round it (Vaswani et al. 2017). It sees the steps behind as well as those before.
block SelfAttention(x: [batch, time, width], heads = 2) -> [batch, time, width] {
  (x + (x -> attention(x, width, heads = heads))) -> layerNorm
}

## Gated residual network: it can leave its input as it is (Lim et al. 2021).
block GatedResidual(x: [batch, time, width], drop = 0.1) -> [batch, time, width] {
  inner = x -> linear(width) -> elu -> linear(width) -> dropout(drop)
  gate  = inner -> linear(width) -> sigmoid
  (x + gate * (inner -> linear(width))) -> layerNorm
}

## An encoder for the past whose state begins a decoder for what is known of the future (Sutskever, Vinyals & Le 2014).
block Ahead(
  past:   [batch, time, feature],
  future: [batch, horizon, plan],
  width,
) -> [batch, horizon, width] {
  (_, state) = past -> lstm(width)
  future -> lstm(width, start = state)
}
`,
  "cells.seq": `seq 1

# Cells: one time step each. The built-in rnn, lstm and gru stand here as they are computed; copy one to change it.

## Simple recurrent network (Elman 1990).
cell rnn(x: [in], hidden) {
  state h: [hidden]

  h' = tanh(affine(x) + affine(h))
}

## Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000).
cell lstm(x: [in], hidden) {
  state h, c: [hidden]

  i = sigmoid(affine(x) + affine(h))    ## input gate: how much of the candidate is written
  f = sigmoid(affine(x) + affine(h))    ## forget gate: how much of the memory is kept
  g = tanh(affine(x) + affine(h))       ## candidate
  o = sigmoid(affine(x) + affine(h))    ## output gate: how much of the memory is shown

  c' = f * c + i * g
  h' = o * tanh(c')
}

## Gated recurrent unit (Cho et al. 2014), with the reset gate behind the product.
cell gru(x: [in], hidden) {
  state h: [hidden]

  r = sigmoid(affine(x) + affine(h))     ## reset gate: how much of the state the candidate sees
  z = sigmoid(affine(x) + affine(h))     ## update gate: how much of the state stays
  n = tanh(affine(x) + r * affine(h))    ## candidate

  h' = (1 - z) * n + z * h
}

## A leaky integrator: a share of the state is renewed at each step (Jaeger et al. 2007).
cell leaky(x: [in], hidden, rate = 0.3) {
  state h: [hidden]

  h' = (1 - rate) * h + rate * tanh(affine(x, h))
}

## Independently recurrent network: each unit sees its own past only (Li et al. 2018).
cell independent(x: [in], hidden) {
  state h: [hidden]
  weight u: [hidden] = uniform(1)    ## what a unit keeps of itself

  h' = relu(affine(x) + u * h)
}

## Update gate network: one gate between old state and candidate (Collins, Sohl-Dickstein & Sussillo 2017).
cell updateGate(x: [in], hidden, keep = 1) {
  state h: [hidden]

  g = sigmoid(affine(x, h) + keep)    ## update gate: how much of the state stays
  n = tanh(affine(x, h))              ## candidate

  h' = g * h + (1 - g) * n
}

## Minimal gated unit: one gate does the work of both of a gru (Zhou et al. 2016).
cell minimal(x: [in], hidden) {
  state h: [hidden]

  f = sigmoid(affine(x, h))     ## forget gate: how much of the state is renewed
  n = tanh(affine(x, f * h))    ## candidate

  h' = (1 - f) * h + f * n
}

## Light gru: no reset gate, and a candidate without bound (Ravanelli et al. 2018; layer norm in place of batch norm).
cell light(x: [in], hidden) {
  state h: [hidden]

  z = sigmoid(layerNorm(affine(x, bias = false)) + affine(h, bias = false))    ## update gate
  n = relu(layerNorm(affine(x, bias = false)) + affine(h, bias = false))       ## candidate

  h' = z * h + (1 - z) * n
}

## Long short-term memory whose gates look at the memory itself (Gers & Schmidhuber 2000).
cell peephole(x: [in], hidden, forget = 1) {
  state h, c: [hidden]
  weight pi, pf, po: [hidden] = zeros    ## peepholes

  i  = sigmoid(affine(x, h) + pi * c)             ## input gate
  f  = sigmoid(affine(x, h) + pf * c + forget)    ## forget gate
  g  = tanh(affine(x, h))                         ## candidate
  c' = f * c + i * g
  o  = sigmoid(affine(x, h) + po * c')            ## output gate
  h' = o * tanh(c')
}

## Long short-term memory with one gate for reading and forgetting (Greff et al. 2017).
cell coupled(x: [in], hidden) {
  state h, c: [hidden]

  f = sigmoid(affine(x, h))    ## forget gate; the rest is written
  g = tanh(affine(x, h))       ## candidate
  o = sigmoid(affine(x, h))    ## output gate

  c' = f * c + (1 - f) * g
  h' = o * tanh(c')
}

## Long short-term memory with the forget gate alone (JANET; van der Westhuizen & Lasenby 2018).
cell forgetOnly(x: [in], hidden, beta = 1) {
  state h: [hidden]

  s = affine(x, h)
  f = sigmoid(s)            ## forget gate: how much of the state is kept
  n = tanh(affine(x, h))    ## candidate

  h' = f * h + (1 - sigmoid(s - beta)) * n
}

## Long short-term memory with layer norm on gates and memory (Ba, Kiros & Hinton 2016).
cell normed(x: [in], hidden) {
  state h, c: [hidden]

  i = sigmoid(layerNorm(affine(x, bias = false)) + layerNorm(affine(h, bias = false)))    ## input gate
  f = sigmoid(layerNorm(affine(x, bias = false)) + layerNorm(affine(h, bias = false)))    ## forget gate
  g = tanh(layerNorm(affine(x, bias = false)) + layerNorm(affine(h, bias = false)))       ## candidate
  o = sigmoid(layerNorm(affine(x, bias = false)) + layerNorm(affine(h, bias = false)))    ## output gate

  c' = f * c + i * g
  h' = o * tanh(layerNorm(c'))
}

## Multiplicative long short-term memory: the input chooses how the state is read (Krause et al. 2016).
cell multiplicative(x: [in], hidden) {
  state h, c: [hidden]

  m = affine(x, to = hidden, bias = false) * affine(h, to = hidden, bias = false)    ## the state as this input sees it
  i = sigmoid(affine(x, m))                                                          ## input gate
  f = sigmoid(affine(x, m))                                                          ## forget gate
  g = tanh(affine(x, m))                                                             ## candidate
  o = sigmoid(affine(x, m))                                                          ## output gate

  c' = f * c + i * g
  h' = o * tanh(c')
}

## Long short-term memory that keeps single values of its states by chance while it trains (Krueger et al. 2017).
cell zoned(x: [in], hidden, keepMemory = 0.5, keepOutput = 0.05) {
  state h, c: [hidden]

  i = sigmoid(affine(x, h))    ## input gate
  f = sigmoid(affine(x, h))    ## forget gate
  g = tanh(affine(x, h))       ## candidate
  o = sigmoid(affine(x, h))    ## output gate

  c' = zoneout(f * c + i * g, c, keepMemory)
  h' = zoneout(o * tanh(c'), h, keepOutput)
}

## A decoder that looks back at all of \`keys\` before each step (after Bahdanau, Cho & Bengio 2015).
cell attentive(x: [in], keys: [time, key], hidden) -> (h: [hidden], found: [key]) {
  state s: [hidden]

  found = affine(s, to = key) -> attend(keys)    ## what it looks at
  r = sigmoid(affine(x, s, found))               ## reset gate
  z = sigmoid(affine(x, s, found))               ## update gate
  n = tanh(affine(x, r * s, found))              ## candidate
  s' = (1 - z) * n + z * s
  h = s'
}
`,
};
