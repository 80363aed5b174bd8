// The prototypes of ../shared: a hand-fused LSTM, and a compiler for cells given as equations. Their sources lie
// outside this repository; where they are absent, so is this contestant.
//
// Both have one bias a unit and a head of one number on the last step.

const shared = new URL("../../../shared/", import.meta.url);

/** @type {import("../src/adapter.ts").Adapter} */
export const adapter = {
  versions: { prototype: "../shared" },
  async prepare(material, { fused }) {
    const { task, cell } = material.workload;
    if (task !== "regression") return { reason: "it has a head of one number only" };
    return cell === "lstm" ? handFused(material, fused) : fromEquations(material, fused);
  },
};

/** @param {import("../src/adapter.ts").Material} material @param {boolean} fma */
async function handFused({ workload, params, x, y }, fma) {
  const { Net } = await import(new URL("kernels/lstm.mjs", shared).href);
  const { batch: B, time: T, input: I, hidden: H, layers: L } = workload;
  const make = (B, T, batch) => {
    const net = new Net({ B, T, I, H, L, fma });
    const flat = net.view(net.o.params, net.P.n);
    net.P.layers.forEach(({ In, W, U, b }, l) => {
      const weight = (name) => params[`rnn.${name}_l${l}`].data;
      const [ih, hh, bih, bhh] = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map(weight);
      for (let j = 0; j < 4 * H; j++) {
        for (let k = 0; k < In; k++) flat[W + k * 4 * H + j] = ih[j * In + k];
        for (let k = 0; k < H; k++) flat[U + k * 4 * H + j] = hh[j * H + k];
        flat[b + j] = bih[j] + bhh[j];
      }
    });
    flat.set(params["head.weight"].data, net.P.hw);
    flat.set(params["head.bias"].data, net.P.hb);
    net.view(net.o.x, batch.length).set(batch);
    return net;
  };
  const net = make(B, T, x);
  const one = make(1, 1, x.slice(0, I));
  for (let l = 0; l < L; l++) one.e[`packAll${l}`]();
  return {
    biases: 1,
    losses(count) {
      const fresh = make(B, T, x);
      return Array.from({ length: count }, () => fresh.train(y, 1e-3));
    },
    jobs: {
      train: () => net.train(y, 1e-3),
      forward: () => {
        net.forward();
        return predict(net, net.lay[L - 1].hs, B, T, H);
      },
      stream: () => {
        const { F } = one;
        for (let l = 0; l < L; l++) {
          one.e[`forward${l}`]();
          for (const state of [one.lay[l].hs / 4, one.lay[l].cs / 4])
            F.copyWithin(state, state + H, state + 2 * H);
        }
        return predict(one, one.lay[L - 1].hs, 1, 1, H);
      },
    },
  };
}

/** @param {import("../src/adapter.ts").Material} material @param {boolean} fma */
async function fromEquations({ workload, params, x, y }, fma) {
  const { CellNet } = await import(new URL("cell/emit.mjs", shared).href);
  const { cells, cell } = await import(new URL("cell/ast.mjs", shared).href);
  const { batch: B, time: T, input: I, hidden: H } = workload;
  const own = workload.cell === "custom";
  const definition = () =>
    own ? custom(cell) : cells[workload.cell === "gru-before" ? "gruBefore" : workload.cell]();
  const gates = ["i", "f", "g", "o"];
  /** Weights of the affine with this number: two for each gate, on x and on h. */
  const affine = (number) => {
    const [gate, kind] = [number >> 1, number % 2 === 0 ? "x" : "h"];
    if (own) {
      const name = `rnn.l0.${gates[gate]}`;
      const bias = kind === "x" ? params[`${name}.bias`].data : undefined;
      return { weight: params[`${name}.${kind}.weight`].data, bias, row: 0 };
    }
    const name = kind === "x" ? "ih" : "hh";
    return {
      weight: params[`rnn.weight_${name}_l0`].data,
      bias: params[`rnn.bias_${name}_l0`].data,
      row: gate * H,
    };
  };
  const make = (B, T, batch) => {
    const net = new CellNet(definition(), { B, T, I, H, fma }, undefined, undefined, { split: fma });
    const flat = net.view(net.o.params, net.P.n);
    for (const slot of net.p.slots) {
      for (const node of slot.aff) {
        const number = Number(node.attr.slice(1));
        const width = number % 2 === 0 ? I : H;
        const { weight, bias, row } = affine(number);
        const at = net.p.operands.findIndex(
          ({ slots, v }) => slots.includes(slot.slot) && (v.op === "x") === (number % 2 === 0),
        );
        // A gate may read something computed from h, so the operand is known by not being x.
        const operand = net.p.operands[at];
        const columns = operand.slots.length * H;
        const column = operand.slots.indexOf(slot.slot) * H;
        for (let j = 0; j < H; j++) {
          for (let k = 0; k < width; k++) {
            flat[net.P.W[at] + k * columns + column + j] = weight[(row + j) * width + k];
          }
          if (bias !== undefined) flat[net.P.b + slot.slot * H + j] += bias[row + j];
        }
      }
    }
    if (own) for (const [name, at] of Object.entries(net.P.vec)) flat.set(vector(params, name), at);
    flat.set(params["head.weight"].data, net.P.hw);
    flat.set(params["head.bias"].data, net.P.hb);
    net.view(net.o.x, batch.length).set(batch);
    return net;
  };
  const net = make(B, T, x);
  const one = make(1, 1, x.slice(0, I));
  one.e.packAll();
  return {
    biases: workload.cell === "gru" || own ? 0 : 1,
    losses(count) {
      const fresh = make(B, T, x);
      return Array.from({ length: count }, () => fresh.train(y, 1e-3));
    },
    jobs: {
      train: () => net.train(y, 1e-3),
      forward: () => {
        net.forward();
        return predict(net, net.st[net.out], B, T, H);
      },
      stream: () => {
        one.e.forward();
        for (const name of one.states) {
          const state = one.st[name] / 4;
          one.F.copyWithin(state, state + H, state + 2 * H);
        }
        return predict(one, one.st[one.out], 1, 1, H);
      },
    },
  };
}

function vector(params, name) {
  // gi, bi, pi: factor and shift of the norm and peephole of gate i; c: of the norm of the memory.
  const [kind, gate] = [name[0], name.slice(1)];
  if (kind === "p") return params[`rnn.l0.p${gate}`].data;
  const norm = `rnn.l0.${gate === "c" ? "h" : gate}.layerNorm`;
  return params[`${norm}.${kind === "g" ? "weight" : "bias"}`].data;
}

/** The cell of src/seqloom/custom-cell.ts. */
function custom(cell) {
  return cell("custom", ({ x, state, vec, affine, add, mul, sigmoid, tanh, layerNorm }) => {
    const h = state("h");
    const c = state("c");
    const norm = (name, a) => layerNorm(a, vec(`g${name}`), vec(`b${name}`));
    const z = (name) => norm(name, add(affine(x), affine(h)));
    const i = sigmoid(add(z("i"), mul(vec("pi"), c)));
    const f = sigmoid(add(z("f"), mul(vec("pf"), c)));
    const g = tanh(z("g"));
    const next = add(mul(f, c), mul(i, g));
    const o = sigmoid(add(z("o"), mul(vec("po"), next)));
    return { next: { h: mul(o, tanh(norm("c", next))), c: next }, out: "h" };
  });
}

/** The head, without gradient; of all sequences the sum, so that nothing is left out. */
function predict({ F, P, o }, states, B, T, H) {
  const w = o.params / 4 + P.hw;
  let total = 0;
  for (let b = 0; b < B; b++) {
    const row = states / 4 + (T * B + b) * H;
    let y = F[o.params / 4 + P.hb];
    for (let k = 0; k < H; k++) y += F[row + k] * F[w + k];
    total += y;
  }
  return total;
}
