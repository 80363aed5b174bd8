import { setFlagsFromString } from "node:v8";
import { evaluate, scan, trace } from "@seqloom/graph";
import {
  add,
  concat,
  cumsum,
  flip,
  matmul,
  mul,
  sigmoid,
  slice,
  sub,
  sum,
  tanh,
  type Value,
} from "@seqloom/ops";
import { fold, fromData, normal, rng, type Shape, type Tensor, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { features } from "../features.ts";
import { kernelReport, wasmCompiler } from "./compiler.ts";

if (!features().relaxedMadd) setFlagsFromString("--experimental-wasm-relaxed-simd");
const forms = features().relaxedMadd ? [false, true] : [false];

const r = rng(3);
const n = (seed: number, shape: Shape): Tensor => normal(fold(r, seed), shape, "f32", 0, 0.5);

type Step = (...inputs: Value[]) => readonly Value[];

function worst(step: Step, inputs: readonly Tensor[], fused: boolean): number {
  const graph = trace(step, inputs);
  const executable = wasmCompiler({ fused }).compile({ graph, carried: 0 });
  const want = evaluate(graph, inputs);
  let error = 0;
  // Twice: what the first run leaves behind must not matter.
  for (let round = 0; round < 2; round++) {
    executable.call(inputs).forEach((got, i) => {
      got.data.forEach((value, k) => {
        const exact = want[i]?.data[k] ?? Number.NaN;
        const off = Math.abs(value - exact) / Math.max(1, Math.abs(exact));
        error = Math.max(error, Number.isNaN(off) ? Number.POSITIVE_INFINITY : off);
      });
    });
  }
  return error;
}

/** A long short-term memory with stacked gates: h, c [B, H]; x [T, B, I]; u [4H, H], w [4H, I], b [4H]. */
function lstm(x: Value, u: Value, w: Value, b: Value, reverse: boolean, H: number): readonly Value[] {
  const B = x.shape[1] ?? 1;
  const { carry, ys } = scan(
    ({ h, c }, xt: Value) => {
      const z = add(add(matmul(xt, w, { transposeB: true }), matmul(h, u, { transposeB: true })), b);
      const gate = (k: number) => slice(z, 1, k * H, (k + 1) * H);
      const next = add(mul(sigmoid(gate(1)), c), mul(sigmoid(gate(0)), tanh(gate(2))));
      const out = mul(sigmoid(gate(3)), tanh(next));
      return { carry: { h: out, c: next }, ys: { out, before: h, gates: sigmoid(z) } };
    },
    { h: zeros([B, H]) as Value, c: zeros([B, H]) as Value },
    x,
    { reverse },
  );
  return [carry.h, carry.c, ys.out, ys.before, ys.gates];
}

describe.each(forms.map((fused) => ({ fused })))("scans, fused multiply-add $fused", ({ fused }) => {
  it.each([
    { T: 1, B: 1, I: 1, H: 1 },
    { T: 5, B: 3, I: 2, H: 4 },
    { T: 7, B: 4, I: 1, H: 8 },
    { T: 4, B: 1, I: 3, H: 33 },
    { T: 3, B: 33, I: 5, H: 7 },
    { T: 6, B: 2, I: 4, H: 16 },
  ])("an lstm forwards and backwards in time, T $T B $B I $I H $H", ({ T, B, I, H }) => {
    const inputs = [n(1, [T, B, I]), n(2, [4 * H, H]), n(3, [4 * H, I]), n(4, [4 * H])];
    for (const reverse of [false, true]) {
      expect(
        worst((x = 0 as never, u = x, w = x, b = x) => lstm(x, u, w, b, reverse, H), inputs, fused),
      ).toBeLessThan(1e-5);
    }
  });

  it("carries that trade places, repeat, or stay", () => {
    const step: Step = (x, a, b) => {
      const { carry, ys } = scan(
        ({ p, q, s }, xt: Value) => ({ carry: { p: q, q: add(p, xt), s }, ys: [sub(p, q), s] }),
        { p: a as Value, q: b as Value, s: mul(a as Value, 2) },
        x as Value,
      );
      return [carry.p, carry.q, carry.s, ...ys];
    };
    expect(worst(step, [n(1, [6, 3, 5]), n(2, [3, 5]), n(3, [3, 5])], fused)).toBeLessThan(1e-6);
  });

  it("a scan inside a scan, with values from both around it", () => {
    const step: Step = (x, w) => {
      const { carry, ys } = scan(
        (h: Value, rows: Value) => {
          const inner = scan(
            (k: Value, row: Value) => ({ carry: tanh(add(matmul(k, w as Value), mul(row, h))), ys: k }),
            h,
            rows,
            { reverse: true },
          );
          return { carry: inner.carry, ys: sum(inner.ys, 0) };
        },
        zeros([2, 5]) as Value,
        x as Value,
      );
      return [carry, ys];
    };
    expect(worst(step, [n(1, [4, 3, 2, 5]), n(2, [5, 5])], fused)).toBeLessThan(1e-5);
  });

  it("sequences read backwards, and joined from parts", () => {
    const step: Step = (x) => {
      const both = concat([x as Value, flip(x as Value, 0)], 2);
      const { ys } = scan(
        (h: Value, xt: Value) => ({ carry: add(mul(h, 0.5), xt), ys: mul(h, xt) }),
        zeros([2, 6]) as Value,
        both,
      );
      const back = scan(
        (h: Value, xt: Value) => ({ carry: add(mul(h, 0.5), xt), ys: h }),
        zeros([2, 3]) as Value,
        flip(x as Value, 0),
      );
      return [ys, back.ys];
    };
    expect(worst(step, [n(1, [5, 2, 3])], fused)).toBeLessThan(1e-6);
  });

  it("what has no kernel runs on the plain device within the loop", () => {
    const step: Step = (x) => {
      const { ys } = scan(
        (h: Value, xt: Value) => ({ carry: tanh(add(cumsum(h, 1), xt)), ys: h }),
        zeros([2, 3]) as Value,
        x as Value,
      );
      return [ys, cumsum(ys, 0)];
    };
    const inputs = [n(1, [5, 2, 3])];
    expect(worst(step, inputs, fused)).toBeLessThan(1e-6);
    const { coverage } = wasmCompiler().compile({ graph: trace(step, inputs), carried: 0 });
    expect(coverage.filter((entry) => entry.path === "plain")).toEqual([
      { primitive: "cumsum", path: "plain", count: 2, reason: expect.stringContaining("cumsum") },
    ]);
  });
});

describe("denormals", () => {
  it("do not gather in what is carried, and NaN is not taken for one", () => {
    const x = fromData(Float32Array.of(1e-20, 1, Number.NaN));
    const step = trace((m, v) => [mul(m as Value, 0.9), add(mul(m as Value, 1e-18), v as Value)], [x, x]);
    const executable = wasmCompiler().compile({ graph: step, carried: 1 });
    executable.write([x]);
    for (let i = 0; i < 400; i++) executable.call([zeros([3])]);
    const [m] = executable.read();
    expect([...(m?.data ?? [])]).toEqual([0, expect.closeTo(0.9 ** 400, 22), Number.NaN]);
    // What is not carried keeps its last digits.
    executable.write([x]);
    expect(executable.call([zeros([3])])[0]?.data[0]).toBeCloseTo(1e-38, 43);
  });

  it("are cut off on the way through time, where products follow", () => {
    const graph = trace(
      (x, w) => {
        const { ys } = scan(
          (h: Value, e: Value) => ({ carry: mul(matmul(tanh(h), w as Value), e), ys: h }),
          fromData(Float32Array.of(1, 1), [1, 2]) as Value,
          x as Value,
        );
        return [ys];
      },
      [zeros([40, 1, 2]), zeros([2, 2])],
    );
    const ys = wasmCompiler()
      .compile({ graph, carried: 0 })
      .call([
        fromData(new Float32Array(80).fill(0.1), [40, 1, 2]),
        fromData(Float32Array.of(1, 0, 0, 1), [2, 2]),
      ])[0];
    expect([ys?.data[2 * 29], ys?.data[2 * 32]]).toEqual([expect.closeTo(7.6e-30, 31), 0]);
  });
});

describe("executables", () => {
  const inputs = [n(1, [3, 4]), n(2, [3, 4])];
  const step = trace(
    (w, x) => [sub(w as Value, mul(x as Value, 0.1)), sum(mul(w as Value, x as Value))],
    inputs,
  );

  it("carry values from call to call, and give copies of them", () => {
    const executable = wasmCompiler().compile({ graph: step, carried: 1 });
    const [w, x] = inputs;
    if (w === undefined || x === undefined) throw new Error("no inputs");
    expect(() => executable.call([x])).toThrow("before its carried values were set");
    executable.write([w]);
    executable.call([x]);
    const [first] = executable.read();
    executable.call([x]);
    const [second] = executable.read();
    const want = (rounds: number) =>
      w.data.map((v: number, i: number) => v - rounds * 0.1 * (x.data[i] ?? 0));
    expect(Math.max(...[...want(1)].map((v, i) => Math.abs(v - (first?.data[i] ?? 0))))).toBeLessThan(1e-6);
    expect(Math.max(...[...want(2)].map((v, i) => Math.abs(v - (second?.data[i] ?? 0))))).toBeLessThan(1e-6);
  });

  it("refuse inputs of another type by name and form", () => {
    const executable = wasmCompiler().compile({ graph: step, carried: 0 });
    expect(() => executable.call([n(1, [3, 4]), n(2, [4, 3])])).toThrow(
      "input 1 of the program is f32[3, 4] and was given f32[4, 3]",
    );
    expect(() => executable.call([n(1, [3, 4])])).toThrow("takes 2 inputs and was given 1");
  });

  it("can be looked at before they run: features, memory, functions", () => {
    const report = kernelReport({ graph: step, carried: 1 }, { fused: false }).split("\n");
    expect(report[0]).toBe("WebAssembly SIMD, separate multiply and add");
    expect(report[1]).toMatch(/^module [\d,]+ B, memory 65,536 B, of it arena \d+ B$/);
    expect(report.slice(2).map((line) => line.trim().split("  ")[0])).toEqual(["loop0", "reduce1", "run0"]);
  });

  it("that do not fit into memory say how much they need", () => {
    const wide = { dtype: "f32", shape: [40000, 40000] } as const;
    const graph = trace((a) => [tanh(a as Value)], [wide]);
    expect(() => wasmCompiler().compile({ graph, carried: 0 })).toThrow("the step needs 11.9 GiB of memory");
  });

  it("run wholly on the plain device where f64 is asked for, and say so", () => {
    const x = normal(r, [3], "f64");
    const executable = wasmCompiler().compile({ graph: trace((v) => [tanh(v as Value)], [x]), carried: 0 });
    expect(executable.call([x])[0]?.data).toEqual(x.data.map(Math.tanh));
    expect(executable.coverage).toEqual([
      { primitive: "tanh", path: "plain", count: 1, reason: expect.stringContaining("f64") },
    ]);
  });
});
