import { inspect, pin } from "@seqloom/nn";
import { ones, rng, Tensor, zeros } from "@seqloom/tensor";
import { expect, it } from "vitest";
import { parse } from "../1-parse/parse.ts";
import { check } from "../2-check/check.ts";
import { buildModel } from "./build-model.ts";

const text = `seq 1
model M(x: [batch, time, 2]) -> [batch, 1] {
  x -> lstm(3) -> last -> linear(1)
}
`;

it("runs recurrent layers by hand, and what stands above them on what that gives", () => {
  const { spec } = check(parse(text).file);
  if (spec === undefined) throw new Error("the spec of this test has errors");
  const model = buildModel(spec, "M", {
    fields: [{ name: "x", dtype: "f32", shape: [1, 4, 2] }],
    vocabularies: new Map(),
  });
  const params = model.init(rng(1));
  const answer = (o: number | undefined) => {
    const paths: string[] = [];
    const { y } = model.apply(
      params,
      { x: ones([1, 4, 2]) },
      {
        through(path, { layer, params: own, x, state, call }) {
          paths.push(path);
          const edits = o === undefined ? [] : [pin("o", o)];
          return inspect(layer, own, x, { call, edits, ...(state !== undefined && { state }) });
        },
      },
    ).outputs;
    expect(paths).toEqual(["lstm"]);
    return y instanceof Tensor ? Array.from(y.data) : [];
  };
  const untouched = model.apply(params, { x: ones([1, 4, 2]) }).outputs.y;
  expect(answer(undefined)).toEqual(untouched instanceof Tensor ? Array.from(untouched.data) : []);
  // With the output gate closed h is 0, and only the bias of the linear layer is left.
  expect(answer(0)).toEqual(Array.from((params["linear.bias"] ?? zeros([1])).data));
});
