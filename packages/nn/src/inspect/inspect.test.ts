import { SeqError } from "@seqloom/diagnostic";
import { evaluate, print, trace } from "@seqloom/graph";
import { add, broadcastTo, concat, expandDims, mul, slice, sub, sum, tanh, type Value } from "@seqloom/ops";
import { eye, fromData, rng, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { gru } from "../cells/gru.ts";
import { lstm } from "../cells/lstm.ts";
import { rnn } from "../cells/rnn.ts";
import type { Params } from "../module.ts";
import type { RecurrentState } from "../recurrent/state.ts";
import { difference, draws, part, row, sameBits, tensorOf } from "../testing/values.ts";
import { erase, pin, setState, transplant } from "./edit.ts";
import { inspect } from "./inspect.ts";
import { reach, returningSignal, stateGradientNorms } from "./signal.ts";
import { stateGradients } from "./state-gradients.ts";
import { traced } from "./traced.ts";

const [T, B, I, H] = [6, 3, 2, 4];
const x = draws(2, [T, B, I]);
const layer = lstm({ input: I, hidden: H });
const params = layer.init(rng(1), "f64");

describe("inspect", () => {
  it("gives what apply gives, and the gates and states that it was made from", () => {
    const seen = inspect(layer, params, x);
    expect(sameBits(seen.y, layer.apply(params, x).y)).toBe(true);
    const [i, f, g, o, c, h] = ["i", "f", "g", "o", "c", "h"].map((name) => traced(seen, name));
    if (!i || !f || !g || !o || !c || !h) throw new Error("a value is missing");
    const before = concat([zeros([1, B, H], "f64"), part(c, 0, 0, T - 1)]);
    expect(sameBits(c, add(mul(f, before), mul(i, g)))).toBe(true);
    expect(sameBits(h, mul(o, tanh(c)))).toBe(true);
    expect(sameBits(seen.y, h)).toBe(true);
  });

  it("names every cell of a stack in both directions, whatever the form of x", () => {
    const deep = gru({ input: I, hidden: H, layers: 2, bidirectional: true, batchFirst: true });
    const seen = inspect(deep, deep.init(rng(1), "f64"), draws(3, [B, T, I]), { watch: ["z"] });
    expect(
      seen.places.map(({ layer, isBackward, values }) => [layer, isBackward, Object.keys(values)]),
    ).toEqual([
      [0, false, ["z"]],
      [0, true, ["z"]],
      [1, false, ["z"]],
      [1, true, ["z"]],
    ]);
    expect(traced(seen, "z", { layer: 1, isBackward: true }).shape).toEqual([T, B, H]);
  });

  it("costs nothing when not asked for: apply records the same graph without it", () => {
    const graphOf = (f: (x: Parameters<typeof layer.apply>[1]) => ReturnType<typeof layer.apply>) =>
      print(trace((v) => [f(v ?? x).y], [x]));
    const plain = graphOf((v) => layer.apply(params, v));
    expect(graphOf((v) => inspect(layer, params, v, { watch: [] }))).toBe(plain);
    expect(graphOf((v) => inspect(layer, params, v))).not.toBe(plain);
  });
});

describe("edits", () => {
  it("pin a gate at chosen steps, units and examples", () => {
    const places = { units: [1, 2], examples: [0] };
    const seen = inspect(layer, params, x, {
      edits: [pin("f", 0, { from: 3, to: 4, ...places }), pin("i", 0, { from: 3, to: 4, ...places })],
    });
    const free = inspect(layer, params, x);
    const c = tensorOf(row(row(traced(seen, "c"), 3), 0));
    const was = tensorOf(row(row(traced(free, "c"), 3), 0));
    expect(Array.from(c.data, (v) => v + 0)).toEqual([was.data[0], 0, 0, was.data[3]]);
    expect(sameBits(part(seen.y, 0, 0, 3), part(free.y, 0, 0, 3))).toBe(true);
    expect(sameBits(part(traced(seen, "c"), 1, 1, B), part(traced(free, "c"), 1, 1, B))).toBe(true);
  });

  it("set states between steps, as changing the record while streaming does", () => {
    const donor = inspect(layer, params, draws(8, [T, B, I]));
    const value = draws(9, [B, H]);
    const edits = [
      erase("h", 1),
      setState("c", value, 3),
      transplant(donor, "h", 4, { donorStep: 2, example: 1 }),
    ];
    const seen = inspect(layer, params, x, { edits });
    let state: RecurrentState = layer.zeroState(B, "f64");
    for (let t = 0; t < T; t++) {
      const now = layer.step(params, row(x, t), state);
      expect(sameBits(now.y, row(seen.y, t)), `step ${t}`).toBe(true);
      state = { ...now.state };
      if (t === 1) state = { ...state, h: zeros([1, B, H], "f64") };
      if (t === 3) state = { ...state, c: expandDims(value, 0) };
      if (t === 4)
        state = { ...state, h: broadcastTo(part(part(traced(donor, "h"), 0, 2, 3), 1, 1, 2), [1, B, H]) };
    }
  });

  it("a transplant of all states makes the rest of the run the donor's where the inputs agree", () => {
    const other = concat([draws(8, [3, B, I]), part(x, 0, 3, T)]);
    const donor = inspect(layer, params, other);
    const seen = inspect(layer, params, x, { edits: [transplant(donor, "h", 2), transplant(donor, "c", 2)] });
    expect(sameBits(part(seen.y, 0, 3, T), part(donor.y, 0, 3, T))).toBe(true);
    expect(difference(part(seen.y, 0, 2, 3), part(donor.y, 0, 2, 3))).toBeGreaterThan(1e-3);
  });

  it.each([
    ["edit-unknown", () => inspect(layer, params, x, { edits: [pin("z", 0)] })],
    ["edit-unknown", () => inspect(layer, params, x, { edits: [erase("i", 0)] })],
    ["edit-unknown", () => inspect(layer, params, x, { edits: [erase("h", 0, { layer: 1 })] })],
    ["edit-range", () => inspect(layer, params, x, { edits: [erase("h", T)] })],
    ["edit-range", () => inspect(layer, params, x, { edits: [erase("h", 0, { units: [H] })] })],
    ["watch-unknown", () => inspect(layer, params, x, { watch: ["z"] })],
    ["trace-unknown", () => traced(inspect(layer, params, x, { watch: ["i"] }), "c")],
    ["signal-step", () => returningSignal(layer, params, x, { at: T })],
  ])("mistakes: %s", (code, f) => {
    expect(f).toThrow(expect.objectContaining({ code }));
    expect(f).toThrow(SeqError);
  });
});

describe("the signal that comes back", () => {
  it("shrinks by the recurrent weight at each step of a linear network, far below what f32 can square", () => {
    const linear = rnn({ input: 1, hidden: 3, activation: "identity", bias: false });
    const weights = { weight_ih_l0: zeros([3, 1]), weight_hh_l0: tensorOf(mul(eye(3), 0.01)) };
    const [cell] = returningSignal(linear, weights, zeros([14, 2, 1]));
    const signal = tensorOf(cell?.values.h);
    for (let back = 0; back < 14; back++) {
      expect((signal.data[13 - back] ?? 0) / 0.01 ** back).toBeCloseTo(1, 4);
    }
    expect(reach(signal, { threshold: 1e-7 })).toBe(3);
    expect(reach(signal, { threshold: 0 })).toBe(13);
  });

  it("is the gradient with respect to each state, as central differences find it", () => {
    const cell = gru({ input: I, hidden: H });
    const weights = cell.init(rng(4), "f64");
    const v = draws(5, [B, H]);
    const h = traced(inspect(cell, weights, x), "h");
    const answer = (y: Value) => sum(mul(slice(y, 0, 4, 5), v));
    const [found] = stateGradients(cell, weights, x, {}, ({ y }) => [answer(y)]);
    const gradient = tensorOf(found?.values.h);
    const moved = (t: number, i: number, by: number) => {
      const data = Float64Array.from(row(h, t).data);
      data[i] = (data[i] ?? 0) + by;
      const edits = [setState("h", fromData(data, [B, H]), t)];
      return tensorOf(answer(inspect(cell, weights, x, { edits }).y)).item();
    };
    for (let t = 0; t < 4; t++) {
      for (let i = 0; i < B * H; i++) {
        const slope = (moved(t, i, 1e-5) - moved(t, i, -1e-5)) / 2e-5;
        expect(gradient.data[t * B * H + i]).toBeCloseTo(slope, 8);
      }
    }
    expect(sameBits(row(row(gradient, 0), 4), v)).toBe(true);
    expect(row(row(gradient, 0), 5).data.every((g) => g === 0)).toBe(true);
  });

  it("reaches h through the memory at the answer's own step: d h / d c = o (1 - tanh(c)^2)", () => {
    const seen = inspect(layer, params, x);
    const [cell] = stateGradients(layer, params, x, {}, ({ y }) => [sum(slice(y, 0, T - 1))]);
    const [o, c] = [row(traced(seen, "o"), T - 1), row(traced(seen, "c"), T - 1)];
    const want = mul(o, sub(1, mul(tanh(c), tanh(c))));
    expect(difference(row(row(tensorOf(cell?.values.c), 0), T - 1), want)).toBeLessThan(1e-12);
  });

  it("can be recorded, to be compiled, as looking with edits can", () => {
    const types = [x, ...Object.values(params)];
    const record = (f: (p: Params, x: Value) => Value) =>
      evaluate(
        trace((v, ...values) => {
          const own = Object.fromEntries(Object.keys(params).map((path, i) => [path, values[i] ?? x]));
          return [f(own, v ?? x)];
        }, types),
        types,
      )[0];
    const signal = (p: Params, v: Value) => returningSignal(layer, p, v)[0]?.values.c ?? v;
    expect(sameBits(record(signal), signal(params, x))).toBe(true);
    const looked = (p: Params, v: Value) => traced(inspect(layer, p, v, { edits: [pin("f", 0.5)] }), "c");
    expect(sameBits(record(looked), looked(params, x))).toBe(true);
  });

  it("is 1 at the answer's own step, for the state that is the answer", () => {
    const [cell] = returningSignal(layer, params, x, { at: 3 });
    expect(tensorOf(cell?.values.h).data[3]).toBeCloseTo(1, 12);
  });
});

describe("norms of the loss gradient", () => {
  it("are those of dL / dh_t over the batch", () => {
    const loss = (y: Value) => sum(mul(y, y));
    const [norms] = stateGradientNorms(layer, params, x, ({ y }) => loss(y));
    const [gradients] = stateGradients(layer, params, x, {}, ({ y }) => [loss(y)]);
    const h = tensorOf(gradients?.values.h);
    for (let t = 0; t < T; t++) {
      expect(tensorOf(norms?.values.h).data[t]).toBeCloseTo(Math.hypot(...row(row(h, 0), t).data), 12);
    }
  });
});
