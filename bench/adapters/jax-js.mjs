// jax-js as a contestant, on its wasm device. It has no loop over time, so the steps are written out and each shape
// compiles anew; it has no optimiser, so Adam is written here. Symbols are one-hot vectors times a matrix.
//
// Every use of an array gives up one reference to it: `x.ref` where x is used again.
import { readFileSync } from "node:fs";
import * as jax from "@jax-js/jax";
import { added, oneHot, transposed } from "./symbols.mjs";

const { numpy: np, nn, tree } = jax;
const manifest = new URL("../node_modules/@jax-js/jax/package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8"));
await jax.init("cpu", "wasm"); // without arguments it asks for `navigator`, which Node 20 lacks
jax.defaultDevice("wasm");

/** @type {import("../src/adapter.ts").Adapter} */
export const adapter = {
  versions: { "jax-js": version },
  async prepare({ workload, params, x, y }) {
    const { batch: B, time: T, input: I, hidden: H, layers: L, symbols, outputs, task, cell } = workload;
    if (cell === "custom") return { reason: "not written for it" };
    const width = symbols || I;
    const values = symbols > 0 ? oneHot(x, symbols) : x;
    const xs = array(values, [T, B, width]);
    const ys =
      task === "regression"
        ? array(y, [B, 1])
        : array(oneHot(y, outputs), task === "next" ? [T * B, outputs] : [B, outputs]);
    const first = array(values.slice(0, width), [1, width]);

    const loss = (p, input, target) => {
      const predicted = forward(p, workload, input);
      if (task === "regression") return np.square(predicted.sub(target)).mean();
      const count = task === "next" ? T * B : B;
      return nn
        .logSoftmax(predicted, -1)
        .mul(target)
        .sum()
        .mul(-1 / count);
    };
    const step = jax.jit((state, input, target) => adamStep(loss, state, input, target));
    const predict = jax.jit((p, input) => forward(p, workload, input));
    const oneStep = jax.jit((p, input, states) => streamStep(p, workload, input, states));
    const weights = () => weightsOf(params, workload);
    const start = () => {
      const p = weights();
      const zeros = () => tree.map((a) => np.zeros(a.shape), p);
      return { m: zeros(), v: zeros(), t: np.array(0), p };
    };
    let training = start();
    const fixed = weights();
    let states = Array.from({ length: L }, () => [np.zeros([1, H]), np.zeros([1, H])]);
    return {
      biases: cell === "gru" ? 0 : 1,
      async losses(count) {
        let state = start();
        const results = [];
        for (let i = 0; i < count; i++) {
          const [next, value] = step(state, xs.ref, ys.ref);
          state = next;
          results.push((await value.data())[0]);
        }
        return results;
      },
      jobs: {
        async train() {
          const [next, value] = step(training, xs.ref, ys.ref);
          training = next;
          await value.data();
        },
        async forward() {
          await predict(tree.ref(fixed), xs.ref).data();
        },
        stream() {
          const [result, next] = oneStep(tree.ref(fixed), first.ref, states);
          states = next;
          return result.dataSync();
        },
      },
      ...(symbols > 0 && { note: "symbols as one-hot vectors times a matrix" }),
    };
  },
};

function array(values, shape) {
  return np.array(values).reshape(shape);
}

/** One bias a unit; of the GRU's candidate two, one inside what the reset gate scales. */
function weightsOf(params, { cell, hidden: H, input: I, layers, symbols, outputs }) {
  const G = { lstm: 4, gru: 3, "gru-before": 3, rnn: 1 }[cell];
  const order = Array.from({ length: G }, (_, g) => g);
  const p = {
    hw: array(transposed(params["head.weight"].data, outputs, [0]), [H, outputs]),
    hb: array(params["head.bias"].data, [outputs]),
  };
  if (symbols > 0) p.letters = array(params["letters.weight"].data, [symbols, I]);
  for (let l = 0; l < layers; l++) {
    const of = (name) => params[`rnn.${name}_l${l}`].data;
    p[`wx${l}`] = array(transposed(of("weight_ih"), H, order), [l === 0 ? I : H, G * H]);
    p[`wh${l}`] = array(transposed(of("weight_hh"), H, order), [H, G * H]);
    const both = added(of("bias_ih"), of("bias_hh"));
    if (cell === "gru") {
      both.set(of("bias_ih").subarray(2 * H), 2 * H);
      p[`bn${l}`] = array(of("bias_hh").slice(2 * H), [H]);
    }
    p[`b${l}`] = array(both, [G * H]);
  }
  return p;
}

/** A step of layer l; gives up x, h and c. */
function cellStep(p, cell, l, x, h, c) {
  const onX = np.matmul(x, p[`wx${l}`].ref).add(p[`b${l}`].ref);
  const wh = p[`wh${l}`];
  if (cell === "lstm") {
    const [i, f, g, o] = np.split(onX.add(np.matmul(h, wh.ref)), 4, 1);
    const next = nn
      .sigmoid(f)
      .mul(c)
      .add(nn.sigmoid(i).mul(np.tanh(g)));
    return [nn.sigmoid(o).mul(np.tanh(next.ref)), next];
  }
  if (cell === "rnn") return [np.tanh(onX.add(np.matmul(h, wh.ref))), c];
  const [rx, zx, nx] = np.split(onX, 3, 1);
  if (cell === "gru-before") {
    const [wr, wz, wn] = np.split(wh.ref, 3, 1);
    const r = nn.sigmoid(rx.add(np.matmul(h.ref, wr)));
    const z = nn.sigmoid(zx.add(np.matmul(h.ref, wz)));
    const n = np.tanh(nx.add(np.matmul(r.mul(h.ref), wn)));
    return [n.ref.add(z.mul(h.sub(n))), c];
  }
  const [rh, zh, nh] = np.split(np.matmul(h.ref, wh.ref), 3, 1);
  const r = nn.sigmoid(rx.add(rh));
  const z = nn.sigmoid(zx.add(zh));
  const n = np.tanh(nx.add(r.mul(nh.add(p[`bn${l}`].ref))));
  return [n.ref.add(z.mul(h.sub(n))), c];
}

const head = (p, h) => np.matmul(h, p.hw.ref).add(p.hb.ref);
const look = (p, x, symbols) => (symbols > 0 ? np.matmul(x, p.letters.ref) : x);

/** x [T, B, width] to [B, O], or [T * B, O] of every step. */
function forward(p, workload, x) {
  const { layers, hidden: H, batch: B, symbols, task } = workload;
  let sequence = np.unstack(x, 0).map((step) => look(p, step, symbols));
  for (let l = 0; l < layers; l++) {
    let h = np.zeros([B, H]);
    let c = np.zeros([B, H]);
    const isLast = l === layers - 1;
    const outputs = [];
    for (const step of sequence) {
      [h, c] = cellStep(p, workload.cell, l, step, h, c);
      if (!isLast || task === "next") outputs.push(h.ref);
    }
    c.dispose();
    sequence = outputs;
    if (isLast && task !== "next") sequence = [h];
    else h.dispose();
  }
  const y = head(p, task === "next" ? np.concatenate(sequence, 0) : sequence[0]);
  tree.dispose(p);
  return y;
}

function streamStep(p, workload, x, states) {
  const after = [];
  let value = look(p, x, workload.symbols);
  states.forEach(([before, memory], l) => {
    const [h, c] = cellStep(p, workload.cell, l, value, before, memory);
    after.push([h.ref, c]);
    value = h;
  });
  const y = head(p, value);
  tree.dispose(p);
  return [y, after];
}

/** Adam with PyTorch's defaults. */
function adamStep(loss, { p, m, v, t }, x, y) {
  const [value, gradient] = jax.valueAndGrad(loss)(tree.ref(p), x, y);
  const count = t.add(1);
  const unbias = (beta) => np.subtract(1, np.exp(count.ref.mul(Math.log(beta))));
  const [c1, c2] = [unbias(0.9), unbias(0.999)];
  const mean = tree.map((a, g) => a.mul(0.9).add(g.ref.mul(0.1)), m, gradient);
  const square = tree.map((a, g) => a.mul(0.999).add(np.square(g).mul(0.001)), v, gradient);
  const next = tree.map(
    (w, a, b) =>
      w.sub(
        a.ref
          .div(c1.ref)
          .mul(1e-3)
          .div(np.sqrt(b.ref.div(c2.ref)).add(1e-8)),
      ),
    p,
    mean,
    square,
  );
  c1.dispose();
  c2.dispose();
  return [{ p: next, m: mean, v: square, t: count }, value];
}
