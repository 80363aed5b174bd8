import { print, prune, type ScanAttributes, scanPrimitive, shareCommon, trace } from "@seqloom/graph";
import type { Params } from "@seqloom/nn";
import { leaves, type Value, withLeaves } from "@seqloom/ops";
import { fromData, normal, rng, type Tensor, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { check } from "../2-check/check.ts";
import { buildModel } from "./build-model.ts";
import type { LoweredModel } from "./lower-model.ts";

/** The built-in cells as anyone would write them. */
const cells: Readonly<Record<string, string>> = {
  rnn: "state h: [n]\n  h' = tanh(affine(x) + affine(h))",
  lstm: [
    "state h, c: [n]",
    "i = sigmoid(affine(x) + affine(h))",
    "f = sigmoid(affine(x) + affine(h))",
    "g = tanh(affine(x) + affine(h))",
    "o = sigmoid(affine(x) + affine(h))",
    "c' = f * c + i * g",
    "h' = o * tanh(c')",
  ].join("\n  "),
  gru: [
    "state h: [n]",
    "r = sigmoid(affine(x) + affine(h))",
    "z = sigmoid(affine(x) + affine(h))",
    "n1 = tanh(affine(x) + r * affine(h))",
    "h' = (1 - z) * n1 + z * h",
  ].join("\n  "),
};

const [B, T, I, H] = [2, 3, 4, 5];

function modelOf(text: string): LoweredModel {
  const { spec, diagnostics } = check(parse(text).file);
  if (spec === undefined) throw new Error(diagnostics.map((found) => found.message).join("\n"));
  return buildModel(spec, "M", {
    fields: [{ name: "x", dtype: "f32", shape: [B, T, I] }],
    vocabularies: new Map(),
  });
}

const own = (name: string) =>
  modelOf(
    `seq 1\ncell own(x: [in], n) {\n  ${cells[name]}\n}\nmodel M(x: [batch, time, ${I}]) -> [batch, time, ${H}] {\n  x -> own(${H})\n}\n`,
  );
const builtIn = (name: string) =>
  modelOf(`seq 1\nmodel M(x: [batch, time, ${I}]) -> [batch, time, ${H}] {\n  x -> ${name}(${H})\n}\n`);

/** The graph of one time step, equal expressions shared. */
function stepOf(model: LoweredModel): string {
  const params = model.init(rng(1));
  const graph = trace(
    (...values) => [
      model.apply(withLeaves<Params>(params, values.slice(1)), { x: values[0] as Value }).outputs.y as Value,
    ],
    [zeros([B, T, I]), ...leaves(params)],
  );
  const bodies = graph.equations.flatMap((equation) =>
    equation.primitive === scanPrimitive ? [(equation.attributes as ScanAttributes).body] : [],
  );
  return bodies.map((body) => print(prune(shareCommon(body)))).join("\n");
}

/** Weights of a cell of one's own, cut out of PyTorch's stacked ones: operand by operand, gate by gate. */
function unstacked(model: LoweredModel, params: Readonly<Record<string, Tensor>>): Params {
  const taken: Record<string, number> = {};
  return Object.fromEntries(
    Object.entries(model.parameters).map(([path, { shape }]) => {
      const family = path.includes(".x.") ? "ih" : "hh";
      const kind = path.endsWith("weight") ? "weight" : "bias";
      const from =
        params[`lstm.${kind}_${family}_l0`] ??
        params[`gru.${kind}_${family}_l0`] ??
        params[`rnn.${kind}_${family}_l0`];
      const size = shape.reduce((n, m) => n * m, 1);
      const at = taken[`${kind}${family}`] ?? 0;
      taken[`${kind}${family}`] = at + size;
      const data = (from?.data ?? new Float32Array()).slice(at, at + size);
      return [path, fromData(data, shape)];
    }),
  );
}

describe("a cell in the language", () => {
  it.each(Object.keys(cells))(
    "%s as text is the graph of the built-in cell, equation by equation",
    (name) => {
      expect(stepOf(own(name))).toBe(stepOf(builtIn(name)));
    },
  );

  it.each(Object.keys(cells))(
    "%s as text gives the built-in's outputs for the same weights, bit for bit",
    (name) => {
      const [text, word] = [own(name), builtIn(name)];
      const params = word.init(rng(7));
      const x = normal(rng(8), [B, T, I]);
      const want = word.apply(params, { x }).outputs.y as Tensor;
      const got = text.apply(unstacked(text, params), { x }).outputs.y as Tensor;
      expect(Array.from(got.data)).toEqual(Array.from(want.data));
    },
  );
});
