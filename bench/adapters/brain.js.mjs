// brain.js as a contestant. It has no minibatch and no Adam: a step is one update for each of the B sequences with an
// update rule of its own, and a loss at every time step. It does not carry a state: `run` begins anew each time.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const brain = require("brain.js");
const { version } = require("brain.js/package.json");

/** @type {import("../src/adapter.ts").Adapter} */
export const adapter = {
  versions: { "brain.js": version },
  prepare({ workload, x }) {
    const { LSTMTimeStep, GRUTimeStep, RNNTimeStep } = brain.recurrent;
    const Network = { lstm: LSTMTimeStep, gru: GRUTimeStep, rnn: RNNTimeStep }[workload.cell];
    const { batch: B, time: T, input: I, hidden, layers, task } = workload;
    if (Network === undefined || task !== "regression") return { reason: "not in its time-step networks" };
    const network = new Network({ inputSize: I, hiddenLayers: Array(layers).fill(hidden), outputSize: I });
    const at = (t, b) => {
      const row = Array.from(x.subarray((t * B + b) * I, (t * B + b + 1) * I));
      return I === 1 ? row[0] : row;
    };
    const sequences = Array.from({ length: B }, (_, b) => Array.from({ length: T }, (_, t) => at(t, b)));
    const options = { iterations: 1, errorThresh: 0, learningRate: 1e-3, log: false };
    network.train(sequences.slice(0, 1), options); // it cannot run before it has been trained
    return {
      biases: 0,
      losses: () => [],
      jobs: {
        train: () => network.train(sequences, options),
        forward: () => sequences.map((sequence) => network.run(sequence)),
      },
      note: "one update for each sequence, an update rule of its own, a loss at every step",
    };
  },
};
