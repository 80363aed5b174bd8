import { print, type ScanAttributes, scanPrimitive, trace } from "@seqloom/graph";
import {
  add,
  attention,
  concat,
  expandDims,
  mul,
  reshape,
  sigmoid,
  squeeze,
  sub,
  tanh,
  type Value,
} from "@seqloom/ops";
import { rng, type Tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { gru } from "../cells/gru.ts";
import { lstm } from "../cells/lstm.ts";
import { constantStart, normalStart } from "../init.ts";
import { type RecurrentLayer, recurrent } from "../recurrent/recurrent.ts";
import { gradientError } from "../testing/gradient-error.ts";
import { difference, draws, part, row, sameBits, tensorOf } from "../testing/values.ts";
import { defineCell } from "./cell.ts";

const [T, B, I, H] = [4, 2, 3, 5];
const x = draws(1, [T, B, I]);
const sizes = { input: I, hidden: H };

const ownLstm = defineCell({
  name: "mine",
  states: ["h", "c"],
  step({ x, h, c }, q) {
    const i = q.gate("i", (affine) => sigmoid(add(affine(x), affine(h))));
    const f = q.gate("f", (affine) => sigmoid(add(affine(x), affine(h))));
    const g = q.gate("g", (affine) => tanh(add(affine(x), affine(h))));
    const o = q.gate("o", (affine) => sigmoid(add(affine(x), affine(h))));
    const cNext = q.next("c", () => add(mul(f, c), mul(i, g)));
    return { h: q.next("h", () => mul(o, tanh(cNext))), c: cNext };
  },
});

/** One time step of the layer as the compiler sees it. */
function stepGraph(layer: RecurrentLayer): string {
  const paths = Object.keys(layer.parameters);
  const weights = Object.values(layer.init(rng(1)));
  const graph = trace(
    (x, ...values) => [
      layer.apply(Object.fromEntries(paths.map((path, i) => [path, values[i] ?? x])), x ?? values[0]).y,
    ],
    [{ dtype: "f32", shape: [T, B, I] }, ...weights],
  );
  const scan = graph.equations.find(({ primitive }) => primitive === scanPrimitive);
  if (scan === undefined) throw new Error("no scan");
  return print((scan.attributes as ScanAttributes).body); // those of a scan
}

describe("a cell of one's own", () => {
  it("is the same graph as the built-in that has the same equations", () => {
    expect(stepGraph(recurrent(ownLstm, sizes))).toBe(stepGraph(lstm(sizes)));
  });

  it("gives the same bits as the built-in with the same weights", () => {
    const [own, builtIn] = [recurrent(ownLstm, sizes), lstm(sizes)];
    const params = builtIn.init(rng(1), "f64");
    const rows = (path: string, gate: number): Tensor => {
      const all = params[path];
      if (all === undefined) throw new Error(path);
      return part(all, 0, gate * H, (gate + 1) * H);
    };
    const mine = Object.fromEntries(
      ["i", "f", "g", "o"].flatMap((gate, k) => [
        [`l0.${gate}.x.weight`, rows("weight_ih_l0", k)],
        [`l0.${gate}.x.bias`, rows("bias_ih_l0", k)],
        [`l0.${gate}2.h.weight`, rows("weight_hh_l0", k)],
        [`l0.${gate}2.h.bias`, rows("bias_hh_l0", k)],
      ]),
    );
    expect(Object.keys(own.parameters).sort()).toEqual(Object.keys(mine).sort());
    expect(sameBits(own.apply(mine, x).y, builtIn.apply(params, x).y)).toBe(true);
  });

  it("names weights after the statement and the operand", () => {
    const cell = defineCell({
      name: "names",
      states: ["h", "c"],
      start: { h: "learned" },
      step({ x, h, c }, q) {
        const p = q.weight("p", [q.hidden], normalStart());
        const i = q.gate("i", (affine) => sigmoid(q.layerNorm(affine([x, h]))));
        const f = q.gate("f", (affine) =>
          sigmoid(add(affine([x, mul(i, h), mul(p, c)]), affine([x, x], { bias: false }))),
        );
        const cNext = q.next("c", () => mul(f, c));
        const o = q.gate("o", (affine) => affine(cNext, { as: "c_next", to: 2 }));
        return { h: q.next("h", (affine) => q.layerNorm(affine(o, { as: "o" }))), c: cNext };
      },
    });
    const layer = recurrent(cell, { ...sizes, bidirectional: true });
    const shapes = Object.entries(layer.parameters).map(([path, { shape }]) => `${path} ${shape.join("x")}`);
    const forward = [
      "p 5",
      "i.x.weight 5x3",
      "i.bias 5",
      "i.h.weight 5x5",
      "i.layerNorm.weight 5",
      "i.layerNorm.bias 5",
      "f.x.weight 5x3",
      "f.bias 5",
      "f.a.weight 5x5",
      "f.a2.weight 5x5",
      "f2.x.weight 5x3",
      "f2.x2.weight 5x3",
      "o.c_next.weight 2x5",
      "o.c_next.bias 2",
      "h.o.weight 5x2",
      "h.o.bias 5",
      "h.layerNorm.weight 5",
      "h.layerNorm.bias 5",
      "h.start 5",
    ];
    expect(shapes).toEqual([
      ...forward.map((path) => `l0.${path}`),
      ...forward.map((path) => `l0_reverse.${path}`),
    ]);
    const { worst, at } = gradientError(layer);
    expect(worst, at).toBeLessThan(1e-6);
  });

  it("multiplies each operand once, whatever the number of affines", () => {
    const products = (layer: RecurrentLayer) => stepGraph(layer).split("matmul(").length - 1;
    expect(products(lstm(sizes))).toBe(2);
    expect(products(gru(sizes))).toBe(2);
    expect(products(gru({ ...sizes, reset: "before" }))).toBe(3);
  });

  it("starts states at zeros, a number or what was learned", () => {
    const cell = defineCell({
      name: "starts",
      states: ["a", "b", "c"],
      start: { b: 0.5, c: "learned" },
      step: ({ a, b, c }) => ({ a, b, c }),
    });
    const layer = recurrent(cell, sizes);
    const start = draws(3, [H]);
    const { state } = layer.apply({ "l0.c.start": start }, x);
    expect(tensorOf(state.a).data.every((v) => v === 0)).toBe(true);
    expect(tensorOf(state.b).data.every((v) => v === 0.5)).toBe(true);
    expect(sameBits(row(tensorOf(state.c), 0), concat([start, start].map((v) => expandDims(v, 0))))).toBe(
      true,
    );
  });

  it("draws biases at what they are told, and weights on states as the layer says", () => {
    const cell = defineCell({
      name: "drawn",
      states: ["h"],
      step: ({ x, h }, q) => ({ h: q.next("h", (affine) => tanh(affine([x, h], { biasStart: 3 }))) }),
    });
    const params = recurrent(cell, { ...sizes, recurrent: "identity", gain: 2 }).init(rng(1));
    expect(Array.from(params["l0.h.bias"]?.data ?? [])).toEqual([3, 3, 3, 3, 3]);
    expect(Array.from(params["l0.h.h.weight"]?.data ?? []).slice(0, 7)).toEqual([2, 0, 0, 0, 0, 0, 2]);
  });
});

describe("further inputs and outputs", () => {
  /** A decoder that looks back at all keys before each step (after Bahdanau, Cho & Bengio 2015). */
  const attentive = defineCell({
    name: "attentive",
    states: ["s"],
    extra: { keys: { shape: [1, 2] }, gap: { shape: [1], perStep: true } },
    outputs: ["h", "found"],
    step({ x, s, keys, gap }, q) {
      const question = q.gate("question", (affine) => affine(s, { to: 2 }));
      const found = q.gate("found", () => squeeze(attention(expandDims(question, 1), keys, keys), 1));
      const z = q.gate("z", (affine) =>
        sigmoid(affine([x, s, found, gap], { as: [undefined, undefined, "found"] })),
      );
      const n = q.gate("n", (affine) => tanh(affine([x, mul(z, s), found])));
      const sNext = q.next("s", () => add(mul(sub(1, z), n), mul(z, s)));
      return { s: sNext, h: mul(2, sNext), found };
    },
  });
  const layer = recurrent(attentive, sizes);
  const extra = { keys: draws(4, [B, 6, 2]), gap: draws(5, [T, B, 1]) };
  const params = layer.init(rng(1), "f64");

  it("reach each step, whole or entry by entry, and come out by name", () => {
    const { y, outputs, state } = layer.apply(params, x, undefined, { extra });
    expect(Object.keys(outputs)).toEqual(["h", "found"]);
    expect(sameBits(y, outputs.h)).toBe(true);
    expect(outputs.found?.shape).toEqual([T, B, 2]);
    expect(sameBits(row(y, T - 1), mul(2, row(state.s ?? y, 0)))).toBe(true);
    let carried: Readonly<Record<string, Value>> | undefined;
    for (let t = 0; t < T; t++) {
      const now = layer.step(params, row(x, t), carried, { extra: { ...extra, gap: row(extra.gap, t) } });
      expect(sameBits(now.y, row(y, t))).toBe(true);
      carried = now.state;
    }
  });

  it("follow the batch: one example, batch first, and the reverse direction", () => {
    const all = layer.apply(params, x, undefined, { extra });
    const single = layer.apply(params, row(swap(x), 1), undefined, {
      extra: { keys: row(extra.keys, 1), gap: row(swap(extra.gap), 1) },
    });
    expect(difference(single.y, row(swap(all.y), 1))).toBeLessThan(1e-14);
    const first = recurrent(attentive, { ...sizes, batchFirst: true });
    const swapped = first.apply(params, swap(x), undefined, { extra: { ...extra, gap: swap(extra.gap) } });
    expect(sameBits(swap(swapped.outputs.found ?? x), all.outputs.found)).toBe(true);
  });

  it("have gradients that agree with central differences", () => {
    const { worst, at } = gradientError(layer, T, { extra });
    expect(worst, at).toBeLessThan(1e-6);
  });
});

function swap(v: Value): Tensor {
  const [a = 0, b = 0, ...rest] = v.shape;
  const rows = Array.from({ length: b }, (_, i) => reshape(part(v, 1, i, i + 1), [1, a, ...rest]));
  return tensorOf(concat(rows));
}

describe("mistakes in a cell", () => {
  const step = ({ h }: { readonly h: Value }) => ({ h });
  it.each([
    ["cell-states", () => defineCell({ name: "none", states: [], step: () => ({}) })],
    ["cell-states", () => defineCell({ name: "twice", states: ["h", "h"], step })],
    ["cell-states", () => defineCell({ name: "input", states: ["h", "x"], step: ({ h, x }) => ({ h, x }) })],
    [
      "cell-step",
      () =>
        recurrent(
          defineCell({ name: "short", states: ["h"], step: ({ h }) => ({ h: part(h, 1, 0, 2) }) }),
          sizes,
        ),
    ],
    [
      "name-twice",
      () =>
        recurrent(
          defineCell({
            name: "gates",
            states: ["h"],
            step: ({ h }, q) => ({ h: q.gate("a", () => q.gate("a", () => h)) }),
          }),
          sizes,
        ),
    ],
    [
      "weight-twice",
      () =>
        recurrent(
          defineCell({
            name: "weights",
            states: ["h"],
            step: ({ h }, q) => ({
              h: add(q.weight("p", [5], constantStart(0)), add(q.weight("p", [5], constantStart(0)), h)),
            }),
          }),
          sizes,
        ),
    ],
  ])("%s", (code, f) => {
    expect(f).toThrow(expect.objectContaining({ code }));
  });
});
