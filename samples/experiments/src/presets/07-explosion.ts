import type { Experiment, Run } from "../experiment.ts";

const unclipped: Run = {
  name: "no clip",
  model: { cell: "rnn", hidden: 24, recurrent: "orthogonal", gain: 2 },
  task: { kind: "adding", length: 40 },
  training: { steps: 400, optimiser: { kind: "sgd", rate: 0.2 }, clip: "none" },
  measures: [{ kind: "exploded", above: 1e6 }],
};

export const explosion: Experiment = {
  number: 7,
  id: "explosion",
  title: "Explosion",
  goal: "Start with recurrent weights of gain 2, with and without clipping.",
  predict: {
    ask: "What does clipping the gradient's norm at 1 do?",
    choices: ["nothing", "training stays finite and learns nothing", "training stays finite and learns"],
  },
  runs: [unclipped, { ...unclipped, name: "clip 1", training: { ...unclipped.training, clip: 1 } }],
  claims: [
    {
      says: "without clipping the gradient's norm exceeds 10,000",
      run: "no clip",
      figure: "worst norm",
      above: 1e4,
    },
    {
      says: "and the loss exceeds a million by step 6",
      run: "no clip",
      figure: "explodedAt",
      below: 7,
    },
    { says: "with clipping it never does", run: "clip 1", figure: "explodedAt", above: 400 },
    { says: "but it learns nothing", run: "clip 1", figure: "loss", above: 1 / 6 },
  ],
  conclusion: "Clipping cures the explosion, not the vanishing.",
  change: "Lower the gain to 1.",
};
