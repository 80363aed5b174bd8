/** Every built-in layer with every option of its cell, small. */
import { clockwork } from "../cells/clockwork.ts";
import { echoState } from "../cells/echo-state.ts";
import { gru } from "../cells/gru.ts";
import { indRnn } from "../cells/ind-rnn.ts";
import { jordan } from "../cells/jordan.ts";
import { leaky } from "../cells/leaky.ts";
import { lstm } from "../cells/lstm.ts";
import { minGru } from "../cells/min-gru.ts";
import { minLstm } from "../cells/min-lstm.ts";
import { minimalGru } from "../cells/minimal-gru.ts";
import { rnn } from "../cells/rnn.ts";
import { sru } from "../cells/sru.ts";
import type { RecurrentOptions } from "../recurrent/options.ts";
import type { RecurrentLayer } from "../recurrent/recurrent.ts";

type Make = (options: RecurrentOptions) => RecurrentLayer;

/** By a name for the test. */
export const allCells: Readonly<Record<string, Make>> = {
  rnn: (o) => rnn(o),
  "rnn, softplus": (o) => rnn({ ...o, activation: "softplus" }),
  "rnn, layer norm, clip, no bias": (o) => rnn({ ...o, layerNorm: true, clip: 0.8, bias: false }),
  lstm: (o) => lstm(o),
  "lstm, forget bias": (o) => lstm({ ...o, forgetBias: 2 }),
  "lstm, no bias": (o) => lstm({ ...o, bias: false }),
  "lstm, projection": (o) => lstm({ ...o, projection: 3 }),
  "lstm, peephole": (o) => lstm({ ...o, peephole: true }),
  "lstm, coupled": (o) => lstm({ ...o, coupled: true }),
  "lstm, layer norm": (o) => lstm({ ...o, layerNorm: true }),
  "lstm, clip": (o) => lstm({ ...o, clip: 0.3 }),
  "lstm, own activations": (o) =>
    lstm({ ...o, activations: { gate: "hardsigmoid", candidate: "softsign", memory: "identity" } }),
  "lstm, all": (o) => lstm({ ...o, projection: 3, peephole: true, coupled: true, layerNorm: true, clip: 2 }),
  gru: (o) => gru(o),
  "gru, no bias": (o) => gru({ ...o, bias: false }),
  "gru, reset before": (o) => gru({ ...o, reset: "before" }),
  "gru, layer norm, clip": (o) => gru({ ...o, layerNorm: true, clip: 1.5 }),
  "gru, reset before, own activations": (o) =>
    gru({ ...o, reset: "before", activations: { gate: "sigmoid", candidate: "elu" } }),
  minimalGru,
  minGru,
  minLstm,
  sru,
  indRnn: (o) => indRnn({ ...o, activation: "tanh" }),
  clockwork: (o) => clockwork({ ...o, periods: [1, 2] }),
  leaky: (o) => leaky({ ...o, leak: 0.4 }),
  echoState: (o) => echoState({ ...o, density: 0.6 }),
  jordan: (o) => jordan({ ...o, outputSize: 3, outputActivation: "tanh" }),
};
