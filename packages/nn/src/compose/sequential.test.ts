import { concat, keyTensor, relu, tanh } from "@seqloom/ops";
import { rng } from "@seqloom/tensor";
import { expect, describe as group, it } from "vitest";
import { gru } from "../cells/gru.ts";
import { lstm } from "../cells/lstm.ts";
import { conv1d } from "../layers/conv1d.ts";
import { dropout } from "../layers/dropout.ts";
import { linear } from "../layers/linear.ts";
import { prefixed, type State, scoped } from "../module.ts";
import { draws, part, row, sameBits } from "../testing/values.ts";
import { describe } from "./describe.ts";
import { sequential } from "./sequential.ts";

const [T, B] = [5, 2];
const x = draws(1, [T, B, 3]);
const [first, second, head] = [
  lstm({ input: 3, hidden: 4 }),
  gru({ input: 4, hidden: 2 }),
  linear({ input: 2, output: 1 }),
];
const model = sequential({ memory: first, squash: (v) => tanh(v), second, head });
const params = model.init(rng(1), "f64");

group("sequential", () => {
  it("hands each part what the one before gives, with the weights under its name", () => {
    const a = first.apply(scoped(params, "memory"), x);
    const b = second.apply(scoped(params, "second"), tanh(a.y));
    const result = model.apply(params, x);
    expect(sameBits(result.y, head.apply(scoped(params, "head"), b.y))).toBe(true);
    expect(Object.keys(result.state)).toEqual(["memory.h", "memory.c", "second.h"]);
    expect(sameBits(result.state["second.h"], b.state.h)).toBe(true);
  });

  it("goes on from a carried state, and step by step bit for bit", () => {
    const all = model.apply(params, x);
    const begun = model.apply(params, part(x, 0, 0, 2));
    expect(sameBits(concat([begun.y, model.apply(params, part(x, 0, 2, T), begun.state).y]), all.y)).toBe(
      true,
    );
    let state: State | undefined;
    for (let t = 0; t < T; t++) {
      const now = model.step(params, row(x, t), state);
      expect(sameBits(now.y, row(all.y, t)), `step ${t}`).toBe(true);
      state = now.state;
    }
  });

  it("can be a part itself, and counts the parts of a list", () => {
    const nested = sequential([sequential([first, second]), head]);
    expect(Object.keys(nested.parameters).filter((path) => path.includes("bias"))).toEqual([
      "0.0.bias_ih_l0",
      "0.0.bias_hh_l0",
      "0.1.bias_ih_l0",
      "0.1.bias_hh_l0",
      "1.bias",
    ]);
    const parts = ["memory", "second", "head"].map((name) => scoped(params, name));
    const under = (...names: string[]) =>
      Object.assign({}, ...parts.map((p, i) => prefixed(p, names[i] ?? "")));
    const plain = sequential([first, second, head]);
    const want = plain.apply(under("0", "1", "2"), x);
    const got = nested.apply(under("0.0", "0.1", "1"), x);
    expect(sameBits(got.y, want.y)).toBe(true);
    expect(Object.keys(got.state)).toEqual(["0.0.h", "0.0.c", "0.1.h"]);
    const [further, wanted] = [
      nested.apply(under("0.0", "0.1", "1"), x, got.state),
      plain.apply(under("0", "1", "2"), x, want.state),
    ];
    expect(sameBits(further.y, wanted.y)).toBe(true);
  });

  it("gives each part a random key of its own", () => {
    const noisy = sequential([dropout({ share: 0.5 }), dropout({ share: 0.5 })]);
    const ones = draws(2, [1000]);
    const { y } = noisy.apply({}, ones, undefined, { training: true, key: keyTensor(rng(3)) });
    const kept = Array.from(part(y, 0, 0, 1000).data).filter((v) => v !== 0).length;
    expect(kept).toBeGreaterThan(180); // a quarter of 1,000; with one key it would be half
    expect(kept).toBeLessThan(320);
  });

  it("hands lengths to the recurrent parts", () => {
    const lengths = [2, 5];
    const a = first.apply(scoped(params, "memory"), x, undefined, { lengths });
    const { state } = model.apply(params, x, undefined, { lengths });
    expect(sameBits(state["memory.c"], a.state.c)).toBe(true);
  });

  it("says which part cannot go step by step", () => {
    const looking = sequential({
      look: conv1d({ input: 3, output: 3, width: 2 }),
      relu: (v) => relu(v),
      second,
    });
    expect(() => looking.step(looking.init(rng(1)), row(x, 0))).toThrow(
      expect.objectContaining({ code: "step-sequence" }),
    );
  });
});

group("describe", () => {
  it("lists path, shape and number of every parameter", () => {
    expect(describe(model)).toBe(`sequential
memory.weight_ih_l0  [16, 3]   48
memory.weight_hh_l0  [16, 4]   64
memory.bias_ih_l0    [16]      16
memory.bias_hh_l0    [16]      16
second.weight_ih_l0  [6, 4]    24
second.weight_hh_l0  [6, 2]    12
second.bias_ih_l0    [6]        6
second.bias_hh_l0    [6]        6
head.weight          [1, 2]     2
head.bias            [1]        1
195 parameters`);
  });
});
