// onnxruntime as a contestant: it predicts only. The model is written here, node and web load the same bytes.
import { model, node, tensor, valueInfo } from "./onnx-file.mjs";
import { lossOf, reordered } from "./symbols.mjs";

// PyTorch's gates in ONNX's order: i, o, f, c and z, r, h.
const cells = {
  lstm: { operation: "LSTM", order: [0, 3, 1, 2] },
  gru: { operation: "GRU", order: [1, 0, 2], attributes: { linear_before_reset: 1 } },
  "gru-before": { operation: "GRU", order: [1, 0, 2], attributes: { linear_before_reset: 0 } },
  rnn: { operation: "RNN", order: [0] },
};

/**
 * @param {any} ort
 * @param {Record<string, string>} versions
 * @param {string} provider
 * @returns {import("../src/adapter.ts").Adapter}
 */
export function onnxAdapter(ort, versions, provider) {
  return {
    versions,
    async prepare(material, { threads }) {
      const { workload, x } = material;
      if (cells[workload.cell] === undefined) return { reason: "ONNX has no such cell" };
      const { batch: B, time: T, input: I, hidden: H, symbols } = workload;
      const options = {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionProviders: [provider],
      };
      const create = (isStep) => ort.InferenceSession.create(modelOf(material, isStep), options);
      const whole = await create(false);
      const step = await create(true);
      const values = symbols > 0 ? Int32Array.from(x) : x;
      const type = symbols > 0 ? "int32" : "float32";
      const all = { x: new ort.Tensor(type, values, symbols > 0 ? [T, B] : [T, B, I]) };
      const feeds = {
        x: new ort.Tensor(type, values.slice(0, symbols > 0 ? 1 : I), symbols > 0 ? [1, 1] : [1, 1, I]),
      };
      const states = statesOf(workload);
      for (const name of states) feeds[name] = new ort.Tensor("float32", new Float32Array(H), [1, 1, H]);
      return {
        biases: 0,
        losses: async () => [lossOf(material, (await whole.run(all)).y.data)],
        jobs: {
          forward: async () => (await whole.run(all)).y.data[0],
          stream: async () => {
            const results = await step.run(feeds);
            for (const name of states) feeds[name] = results[`${name}_next`];
            return results.y.data[0];
          },
        },
      };
    },
  };
}

const statesOf = ({ cell, layers }) =>
  Array.from({ length: layers }, (_, l) => (cell === "lstm" ? [`h${l}`, `c${l}`] : [`h${l}`])).flat();

/** The whole sequence, or one step of one sequence with the states before and after it. */
function modelOf({ workload, params }, isStep) {
  const { cell, task, input: I, hidden: H, layers, symbols, outputs } = workload;
  const [B, T] = isStep ? [1, 1] : [workload.batch, workload.time];
  const { operation, order, attributes = {} } = cells[cell];
  const G = order.length;
  const isSequence = task === "next";
  const nodes = [];
  const initialisers = [
    tensor("one", [1], new BigInt64Array([1n])),
    tensor("head.weight", [outputs, H], params["head.weight"].data),
    tensor("head.bias", [outputs], params["head.bias"].data),
    isSequence
      ? tensor("rows", [2], new BigInt64Array([-1n, BigInt(H)]))
      : tensor("zero", [1], new BigInt64Array([0n])),
  ];
  const inputs = [symbols > 0 ? valueInfo("x", [T, B], "int32") : valueInfo("x", [T, B, I])];
  const results = [valueInfo("y", [isSequence ? T * B : B, outputs])];
  let current = "x";
  if (symbols > 0) {
    initialisers.push(tensor("letters", [symbols, I], params["letters.weight"].data));
    nodes.push(node("Gather", ["letters", "x"], ["vectors"]));
    current = "vectors";
  }
  for (let l = 0; l < layers; l++) {
    const of = (name) => reordered(params[`rnn.${name}_l${l}`].data, order);
    const width = l === 0 ? I : H;
    initialisers.push(
      tensor(`W${l}`, [1, G * H, width], of("weight_ih")),
      tensor(`R${l}`, [1, G * H, H], of("weight_hh")),
      tensor(`B${l}`, [1, 2 * G * H], Float32Array.from([...of("bias_ih"), ...of("bias_hh")])),
    );
    const states = cell === "lstm" ? [`h${l}`, `c${l}`] : [`h${l}`];
    const before = isStep ? ["", ...states] : [];
    const after = states.map((name) => `${name}_next`);
    if (isStep) {
      inputs.push(...states.map((name) => valueInfo(name, [1, 1, H])));
      results.push(...after.map((name) => valueInfo(name, [1, 1, H])));
    }
    nodes.push(
      node(operation, [current, `W${l}`, `R${l}`, `B${l}`, ...before], [`Y${l}`, ...after], {
        hidden_size: H,
        ...attributes,
      }),
      node("Squeeze", [`Y${l}`, "one"], [`S${l}`]),
    );
    current = `S${l}`;
  }
  nodes.push(
    isSequence
      ? node("Reshape", [current, "rows"], ["last"])
      : node("Squeeze", [`h${layers - 1}_next`, "zero"], ["last"]),
    node("Gemm", ["last", "head.weight", "head.bias"], ["y"], { transB: 1 }),
  );
  return model({ nodes, initialisers, inputs, outputs: results });
}
