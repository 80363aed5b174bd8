import { plainCompiler, trace } from "@seqloom/graph";
import type { Params } from "@seqloom/nn";
import { leaves, type Tree, type Value, withLeaves } from "@seqloom/ops";
import { normal, rng, scalar, Tensor, tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  byGroup,
  lion,
  nadam,
  type Optimiser,
  radam,
  rmsprop,
  sgd,
} from "../index.ts";

/** One parameter as plain numbers: what the paper says, with a memory of its own. */
type Reference = (p: number, g: number, t: number, memory: Record<string, number>) => number;

const [rate, b1, b2] = [0.05, 0.9, 0.999];

function mean(memory: Record<string, number>, name: string, value: number, beta: number): number {
  const next = beta * (memory[name] ?? 0) + (1 - beta) * value;
  memory[name] = next;
  return next;
}

const adamStep: Reference = (p, g, t, memory) => {
  const m = mean(memory, "m", g, b1) / (1 - b1 ** t);
  const v = mean(memory, "v", g * g, b2) / (1 - b2 ** t);
  return p - (rate * m) / (Math.sqrt(v) + 1e-8);
};

const references: Record<string, [Optimiser, Reference]> = {
  sgd: [sgd({ rate }), (p, g) => p - rate * g],
  "sgd with everything": [
    sgd({ rate, momentum: 0.9, dampening: 0.3, decay: 0.1 }),
    (p, g, t, memory) => {
      const d = g + 0.1 * p;
      memory.v = t === 1 ? d : 0.9 * (memory.v ?? 0) + 0.7 * d;
      return p - rate * memory.v;
    },
  ],
  "sgd with Nesterov's momentum": [
    sgd({ rate, momentum: 0.9, nesterov: true }),
    (p, g, _, memory) => {
      memory.v = 0.9 * (memory.v ?? 0) + g;
      return p - rate * (g + 0.9 * memory.v);
    },
  ],
  adam: [adam({ rate }), adamStep],
  "adam with decay": [adam({ rate, decay: 0.1 }), (p, g, t, memory) => adamStep(p, g + 0.1 * p, t, memory)],
  amsgrad: [
    adam({ rate, amsgrad: true }),
    (p, g, t, memory) => {
      const m = mean(memory, "m", g, b1) / (1 - b1 ** t);
      const v = mean(memory, "v", g * g, b2);
      memory.top = Math.max(memory.top ?? 0, v);
      return p - (rate * m) / (Math.sqrt(memory.top / (1 - b2 ** t)) + 1e-8);
    },
  ],
  adamW: [adamW({ rate }), (p, g, t, memory) => adamStep(p * (1 - rate * 0.01), g, t, memory)],
  nadam: [
    nadam({ rate }),
    (p, g, t, memory) => {
      const momentum = (k: number) => b1 * (1 - 0.5 * 0.96 ** (k * 4e-3));
      const product = (memory.product ?? 1) * momentum(t);
      memory.product = product;
      const m = mean(memory, "m", g, b1);
      const v = mean(memory, "v", g * g, b2) / (1 - b2 ** t);
      const next = momentum(t + 1);
      const direction = ((1 - momentum(t)) * g) / (1 - product) + (next * m) / (1 - product * next);
      return p - (rate * direction) / (Math.sqrt(v) + 1e-8);
    },
  ],
  radam: [
    radam({ rate }),
    (p, g, t, memory) => {
      const m = mean(memory, "m", g, b1) / (1 - b1 ** t);
      const v = mean(memory, "v", g * g, b2);
      const limit = 2 / (1 - b2) - 1;
      const r = limit - (2 * t * b2 ** t) / (1 - b2 ** t);
      if (r <= 5) return p - rate * m;
      const factor = Math.sqrt(((r - 4) * (r - 2) * limit) / ((limit - 4) * (limit - 2) * r));
      return p - (rate * m * factor * Math.sqrt(1 - b2 ** t)) / (Math.sqrt(v) + 1e-8);
    },
  ],
  adamax: [
    adamax({ rate }),
    (p, g, t, memory) => {
      const m = mean(memory, "m", g, b1) / (1 - b1 ** t);
      memory.u = Math.max(b2 * (memory.u ?? 0), Math.abs(g) + 1e-8);
      return p - (rate * m) / memory.u;
    },
  ],
  rmsprop: [
    rmsprop({ rate }),
    (p, g, _, memory) => p - (rate * g) / (Math.sqrt(mean(memory, "v", g * g, 0.99)) + 1e-8),
  ],
  "rmsprop with everything": [
    rmsprop({ rate, smoothing: 0.9, centered: true, momentum: 0.5, decay: 0.1 }),
    (p, g, _, memory) => {
      const d = g + 0.1 * p;
      const spread = mean(memory, "v", d * d, 0.9) - mean(memory, "m", d, 0.9) ** 2;
      memory.step = 0.5 * (memory.step ?? 0) + d / (Math.sqrt(spread) + 1e-8);
      return p - rate * memory.step;
    },
  ],
  adagrad: [
    adagrad({ rate, rateDecay: 0.1, initial: 0.2 }),
    (p, g, t, memory) => {
      memory.total = (memory.total ?? 0.2) + g * g;
      return p - ((rate / (1 + (t - 1) * 0.1)) * g) / (Math.sqrt(memory.total) + 1e-10);
    },
  ],
  adadelta: [
    adadelta({ rate }),
    (p, g, _, memory) => {
      const v = mean(memory, "v", g * g, 0.9);
      const d = (g * Math.sqrt((memory.d ?? 0) + 1e-6)) / Math.sqrt(v + 1e-6);
      mean(memory, "d", d * d, 0.9);
      return p - rate * d;
    },
  ],
  lion: [
    lion({ rate, decay: 0.1 }),
    (p, g, _, memory) => {
      const direction = Math.sign(b1 * (memory.m ?? 0) + (1 - b1) * g);
      mean(memory, "m", g, 0.99);
      return p - rate * (direction + 0.1 * p);
    },
  ],
};

function dataOf(value: Value | undefined): number[] {
  return value instanceof Tensor ? [...value.data] : [];
}

/** A gradient that changes sign and size with the parameter and the step. */
const gradientAt = (p: number, t: number, i: number) => 2 * p + Math.sin(3 * t + i) * (i + 1);

describe("an optimiser does what its paper says", () => {
  for (const [name, [optimiser, reference]] of Object.entries(references)) {
    it(`${name}, 60 steps in f64`, () => {
      const start = dataOf(normal(rng(1), [4], "f64"));
      const memories = start.map((): Record<string, number> => ({}));
      let want = start;
      let params: Params = { w: tensor(start, "f64") };
      let state = optimiser.init(params);
      for (let t = 1; t <= 60; t++) {
        const gradient = dataOf(params.w).map((p, i) => gradientAt(p, t, i));
        want = want.map((p, i) => reference(p, gradientAt(p, t, i), t, memories[i] ?? {}));
        ({ params, state } = optimiser.update(params, { w: tensor(gradient, "f64") }, state, optimiser.rate));
        dataOf(params.w).forEach((p, i) => {
          expect(p, `step ${t}, entry ${i}`).toBeCloseTo(want[i] ?? Number.NaN, 10);
        });
      }
    });
  }
});

describe("an optimiser", () => {
  const params: Params = { w: tensor([1, -2, 3]), b: tensor([0.5]) };
  const gradients: Params = { w: tensor([0.1, 0.2, -0.3]), b: tensor([1]) };

  it("can be recorded: a compiled step is the step", () => {
    for (const [name, [optimiser]] of Object.entries(references)) {
      const state = optimiser.init(params);
      const tree: Tree = { params, state };
      const before = leaves(tree).filter((x) => x instanceof Tensor);
      const graph = trace(
        (lr, ...values) => {
          const at = withLeaves({ params, state }, values);
          const after = optimiser.update(at.params, gradients, at.state, lr);
          return [...leaves(after.params), ...leaves(after.state)];
        },
        [scalar(0), ...before],
      );
      const got = plainCompiler.compile({ graph, carried: 0 }).call([scalar(0.1), ...before]);
      const want = optimiser.update(params, gradients, state, scalar(0.1));
      const wanted = [...leaves(want.params), ...leaves(want.state)];
      expect(got.map(dataOf), name).toEqual(wanted.map(dataOf));
    }
  });

  it("leaves parameters without a gradient as they are, and keeps dtypes", () => {
    const optimiser = adam({ rate: 0.1 });
    const { w = tensor(0) } = gradients;
    const after = optimiser.update(params, { w }, optimiser.init(params), scalar(0.1, "f64"));
    expect(after.params.b).toBe(params.b);
    expect(after.params.w?.dtype).toBe("f32");
    expect(dataOf(after.params.w)).not.toEqual(dataOf(params.w));
  });

  it("moves by about the rate at Adam's first step, in f32 too", () => {
    const optimiser = adam({ rate: 0.1 });
    const after = optimiser.update(params, gradients, optimiser.init(params), 0.1);
    expect(dataOf(after.params.w)[0]).toBeCloseTo(0.9, 6);
  });

  it("knows in f32 the step from which RAdam trusts its second moment", () => {
    // r = 5 is passed between steps 5 and 6 for every beta2 near 1; a difference of numbers near 2 / (1 - beta2) is not
    for (const beta2 of [0.99, 0.999, 0.9999]) {
      const optimiser = radam({ rate: 1, beta1: 0, beta2 });
      let state = optimiser.init({ w: tensor([0]) });
      const sizes: number[] = [];
      for (let t = 1; t <= 7; t++) {
        const after = optimiser.update({ w: tensor([0]) }, { w: tensor([100]) }, state, 1);
        state = after.state;
        sizes.push(Math.abs(dataOf(after.params.w)[0] ?? 0));
      }
      expect(sizes.map((size) => size > 50)).toEqual([true, true, true, true, true, false, false]);
    }
  });

  it("takes the momentum that a schedule gives", () => {
    const optimiser = sgd({ rate: 1, momentum: 0.9 });
    let state = optimiser.init({ w: tensor([0]) });
    ({ state } = optimiser.update({ w: tensor([0]) }, { w: tensor([1]) }, state, 1));
    const after = optimiser.update({ w: tensor([0]) }, { w: tensor([0]) }, state, 1, 0.5);
    expect(dataOf(after.params.w)).toEqual([-0.5]);
  });

  it("names an option out of range", () => {
    expect(() => adam({ rate: 0.1, beta2: 1 })).toThrowError(
      expect.objectContaining({
        code: "optimiser-option",
        details: { optimiser: "adam", option: "beta2", value: 1 },
      }),
    );
    for (const make of [
      () => sgd({ rate: Number.NaN }),
      () => sgd({ rate: 0.1, nesterov: true }),
      () => nadam({ rate: 0.1, momentumDecay: -1 }),
      () => adamW({ rate: 0.1, decay: -1 }),
      () => radam({ rate: 0.1, beta1: 1 }),
      () => adamax({ rate: Number.POSITIVE_INFINITY }),
    ])
      expect(make).toThrowError(expect.objectContaining({ code: "optimiser-option" }));
  });

  it("names a gradient without a parameter", () => {
    const optimiser = sgd({ rate: 0.1 });
    expect(() => optimiser.update(params, { v: tensor([1]) }, optimiser.init(params), 0.1)).toThrowError(
      expect.objectContaining({ code: "optimiser-path" }),
    );
  });
});

describe("byGroup", () => {
  const params: Params = { w: tensor([1], "f64"), b: tensor([1], "f64") };
  const gradients: Params = { w: tensor([1], "f64"), b: tensor([1], "f64") };

  it("gives each parameter to the first group that takes it, and a schedule moves all rates alike", () => {
    const optimiser = byGroup([
      { match: (path) => path === "b", optimiser: sgd({ rate: 0.2 }) },
      { optimiser: sgd({ rate: 0.1, decay: 1 }) },
    ]);
    expect(optimiser.rate).toBe(0.2);
    const after = optimiser.update(params, gradients, optimiser.init(params), optimiser.rate / 2);
    expect(Object.keys(after.params)).toEqual(["w", "b"]);
    expect(dataOf(after.params.b)).toEqual([0.9]);
    expect(dataOf(after.params.w)).toEqual([1 - 0.05 * 2]);
  });

  it("names a parameter that no group takes", () => {
    const optimiser = byGroup([{ match: (path) => path === "b", optimiser: sgd({ rate: 1 }) }]);
    expect(() => optimiser.init(params)).toThrowError(
      expect.objectContaining({ code: "group-missing", details: { path: "w" } }),
    );
  });
});
