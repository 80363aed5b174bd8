// TensorFlow.js as a contestant, through its layers. Its GRU resets before the product only, one bias a unit, and its
// wasm backend cannot train an embedding: there symbols are one-hot vectors times a matrix.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { added, oneHot, reordered, swapped, transposed } from "./symbols.mjs";

const require = createRequire(import.meta.url);

/**
 * @param {"wasm" | "cpu"} backend
 * @returns {Promise<import("../src/adapter.ts").Adapter>}
 */
export async function tensorflowAdapter(backend) {
  const tf = require("@tensorflow/tfjs");
  if (backend === "wasm") {
    const { setWasmPaths } = require("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"))}/dist/`);
  }
  tf.env().set("PROD", true);
  await tf.setBackend(backend);
  await tf.ready();
  const { version } = require("@tensorflow/tfjs/package.json");
  return { versions: { tfjs: version }, prepare: (material) => prepare(tf, material) };
}

function prepare(tf, { workload, params, x, y }) {
  const { batch: B, time: T, input: I, symbols, outputs, task, cell } = workload;
  if (cell === "custom")
    return { reason: "its layers take no cell of one's own without a class of its internals" };
  const width = symbols || I;
  const values = swapped(symbols === 0 ? x : oneHot(x, symbols), T, B);
  const xs = tf.tensor3d(values, [B, T, width]);
  const first = tf.tensor3d(values.slice(0, width), [1, 1, width]);
  const targets = task === "next" ? swapped(y, T, B) : y;
  const ys =
    task === "regression"
      ? tf.tensor2d(y, [B, 1])
      : tf.tensor(oneHot(targets, outputs), task === "next" ? [B, T, outputs] : [B, outputs]);
  const loss =
    task === "regression" ? "meanSquaredError" : (want, got) => tf.losses.softmaxCrossEntropy(want, got);
  const make = () => {
    const model = build(tf, workload, [null, T, width]);
    model.setWeights(weightsOf(tf, workload, params));
    model.compile({ optimizer: tf.train.adam(1e-3, 0.9, 0.999, 1e-8), loss });
    return model;
  };
  const model = make();
  const streaming = build(tf, workload, [1, 1, width]);
  streaming.setWeights(weightsOf(tf, workload, params));
  const predict = async (network, input) => {
    const result = network.predictOnBatch(input);
    await result.data();
    result.dispose();
  };
  const isOther = cell === "gru";
  const notes = [
    ...(isOther ? ["its GRU resets before the product"] : []),
    ...(symbols > 0 ? ["symbols as one-hot vectors times a matrix"] : []),
  ];
  return {
    biases: isOther ? 0 : 1,
    async losses(count) {
      if (isOther) return [];
      const fresh = make();
      const results = [];
      for (let i = 0; i < count; i++) results.push(await fresh.trainOnBatch(xs, ys));
      return results;
    },
    jobs: {
      train: () => model.trainOnBatch(xs, ys),
      forward: () => predict(model, xs),
      stream: () => predict(streaming, first),
    },
    ...(notes.length > 0 && { note: notes.join("; ") }),
  };
}

function build(tf, { cell, input, hidden, layers, symbols, outputs, task }, shape) {
  const isStateful = shape[0] === 1;
  const model = tf.sequential();
  const placed = isStateful ? { batchInputShape: shape } : { inputShape: shape.slice(1) };
  // The default start of recurrent weights takes long to draw, and all weights are set afterwards.
  const common = { units: hidden, stateful: isStateful, recurrentInitializer: "glorotNormal" };
  const options = cell === "rnn" ? common : { ...common, recurrentActivation: "sigmoid" };
  if (symbols > 0) model.add(tf.layers.dense({ units: input, useBias: false, ...placed }));
  for (let l = 0; l < layers; l++) {
    const make = {
      lstm: tf.layers.lstm,
      gru: tf.layers.gru,
      "gru-before": tf.layers.gru,
      rnn: tf.layers.simpleRNN,
    };
    const returnSequences = l < layers - 1 || task === "next";
    model.add(make[cell]({ ...options, returnSequences, ...(l === 0 && symbols === 0 && placed) }));
  }
  model.add(tf.layers.dense({ units: outputs }));
  return model;
}

/** In the order of the model: Keras has gates i, f, c, o and z, r, h. */
function weightsOf(tf, { cell, hidden: H, input: I, layers, symbols, outputs }, params) {
  const order = { lstm: [0, 1, 2, 3], gru: [1, 0, 2], "gru-before": [1, 0, 2], rnn: [0] }[cell];
  const G = order.length;
  const weights = [];
  if (symbols > 0) weights.push(tf.tensor2d(params["letters.weight"].data, [symbols, I]));
  for (let l = 0; l < layers; l++) {
    const of = (name) => params[`rnn.${name}_l${l}`].data;
    weights.push(
      tf.tensor2d(transposed(of("weight_ih"), H, order), [l === 0 ? I : H, G * H]),
      tf.tensor2d(transposed(of("weight_hh"), H, order), [H, G * H]),
      tf.tensor1d(reordered(added(of("bias_ih"), of("bias_hh")), order)),
    );
  }
  weights.push(
    tf.tensor2d(transposed(params["head.weight"].data, outputs, [0]), [H, outputs]),
    tf.tensor1d(params["head.bias"].data),
  );
  return weights;
}
