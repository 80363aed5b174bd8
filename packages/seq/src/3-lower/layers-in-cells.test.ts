import type { Params } from "@seqloom/nn";
import { fromData, normal, rng, type Tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { check } from "../2-check/check.ts";
import { buildModel } from "./build-model.ts";
import type { FieldShape, LoweredModel } from "./lower-model.ts";

const [B, T, I, H] = [2, 4, 3, 5];
const x: FieldShape = { name: "x", dtype: "f32", shape: [1, T, I] };

function modelOf(text: string, fields: readonly FieldShape[] = [x]): LoweredModel {
  const { spec, diagnostics } = check(parse(text).file);
  if (spec === undefined) throw new Error(diagnostics.map((found) => found.message).join("\n"));
  return buildModel(spec, "M", { fields, vocabularies: new Map() });
}

/** A model of one cell with this body, and blocks beside it. */
function cellModel(body: readonly string[], call = `own(${H})`, blocks = ""): LoweredModel {
  const head = "cell own(x: [in], n) {\n  state h: [n]\n  ";
  const model = `model M(x: [batch, time, ${I}]) -> [batch, time, ${H}] {\n  x -> ${call}\n}\n`;
  return modelOf(`seq 1\n${blocks}${head}${body.join("\n  ")}\n}\n${model}`);
}

const outputOf = (model: LoweredModel, params: Params, given: Tensor) =>
  Array.from((model.apply(params, { x: given }).outputs.y as Tensor).data);

/** The same weights under other names, in the order of `paths`. */
function renamed(
  params: Readonly<Record<string, Tensor>>,
  paths: readonly (readonly [from: string, to: string])[],
): Params {
  return Object.fromEntries(
    paths.flatMap(([from, to]) => (params[from] === undefined ? [] : [[to, params[from]]])),
  );
}

const affineOnly = cellModel(["h' = tanh(affine(x) + affine(h))"]);

describe("layers inside a cell", () => {
  const given = normal(rng(3), [B, T, I]);
  const params = affineOnly.init(rng(5));
  const shared = [
    ["own.l0.h.x.weight", "own.l0.h.x.weight"],
    ["own.l0.h.x.bias", "own.l0.h.x.bias"],
  ] as const;

  it("are the affine of the same weights, which are the same at every step", () => {
    const model = cellModel(["h' = tanh(affine(x) + (h -> linear(n)))"]);
    expect(Object.keys(model.parameters)).toEqual([
      "own.l0.h.x.weight",
      "own.l0.h.x.bias",
      "own.l0.h.linear.weight",
      "own.l0.h.linear.bias",
    ]);
    const same = renamed(params, [
      ...shared,
      ["own.l0.h2.h.weight", "own.l0.h.linear.weight"],
      ["own.l0.h2.h.bias", "own.l0.h.linear.bias"],
    ]);
    outputOf(model, same, given).forEach((value, i) => {
      expect(value).toBeCloseTo(outputOf(affineOnly, params, given)[i] ?? Number.NaN, 6);
    });
  });

  it("may stand in a block, under the block's name", () => {
    const block = "block Turn(v: [k], n) -> [n] {\n  v -> linear(n)\n}\n";
    const model = cellModel(["h' = tanh(affine(x) + (h -> Turn(n)))"], `own(${H})`, block);
    const same = renamed(params, [
      ...shared,
      ["own.l0.h2.h.weight", "own.l0.h.turn.linear.weight"],
      ["own.l0.h2.h.bias", "own.l0.h.turn.linear.bias"],
    ]);
    outputOf(model, same, given).forEach((value, i) => {
      expect(value).toBeCloseTo(outputOf(affineOnly, params, given)[i] ?? Number.NaN, 6);
    });
  });

  it("have weights of their own in each layer and direction", () => {
    const model = cellModel(["h' = tanh(affine(x) + (x -> linear(n)) + h)"], `own(${H}, layers = 2)`);
    expect(model.parameters["own.l0.h.linear.weight"]?.shape).toEqual([H, I]);
    expect(model.parameters["own.l1.h.linear.weight"]?.shape).toEqual([H, H]);
  });

  it("are used once a round in a repeat", () => {
    const repeated = cellModel(["g = affine(x, h)", "repeat 2 {", "  g = tanh(affine(g))", "}", "h' = g"]);
    const written = cellModel([
      "g = affine(x, h, to = n)",
      "a = tanh(affine(g, to = n))",
      "b = tanh(affine(a))",
      "h' = b",
    ]);
    const from = repeated.init(rng(9));
    const same = renamed(from, [
      ["own.l0.g.x.weight", "own.l0.g.x.weight"],
      ["own.l0.g.h.weight", "own.l0.g.h.weight"],
      ["own.l0.g.bias", "own.l0.g.bias"],
      ["own.l0.repeat.0.g.g.weight", "own.l0.a.g.weight"],
      ["own.l0.repeat.0.g.g.bias", "own.l0.a.g.bias"],
      ["own.l0.repeat.1.g.g.weight", "own.l0.b.a.weight"],
      ["own.l0.repeat.1.g.g.bias", "own.l0.b.a.bias"],
    ]);
    expect(outputOf(written, same, given)).toEqual(outputOf(repeated, from, given));
  });
});

describe("attention inside a cell", () => {
  const text = `seq 1
cell look(x: [in], keys: [time, key], n) {
  state s: [n]
  found = affine(s, to = key) -> attend(keys)
  s' = tanh(affine(x, s, found))
}
model M(x: [batch, time, ${I}], z: [batch, step, ${I}]) -> [batch, step, ${H}] {
  z -> look(x, ${H})
}
`;

  it("sees no padding", () => {
    const model = modelOf(text, [x, { name: "z", dtype: "f32", shape: [1, 2, I] }]);
    const params = model.init(rng(1));
    const fields = (padding: number) => {
      const keys = Float32Array.from(normal(rng(2), [B, T, I]).data);
      keys.fill(padding, 2 * I, T * I); // the first sequence has two steps
      return { x: fromData(keys, [B, T, I]), z: normal(rng(4), [B, 2, I]) };
    };
    const lengths = { x: fromData(Int32Array.from([2, T]), [B]) };
    const run = (padding: number) =>
      Array.from((model.apply(params, fields(padding), { lengths }).outputs.y as Tensor).data);
    expect(run(7)).toEqual(run(-3));
  });
});

describe("what is not carried out inside a cell", () => {
  it("is named", () => {
    const noisy = () => cellModel(["h' = tanh(affine(x, h)) -> noise(0.1)"]);
    expect(noisy).toThrow(expect.objectContaining({ code: "not-built" }));
  });
});
