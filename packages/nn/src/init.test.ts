import { fold, rng, type Shape, type Tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import {
  blockStart,
  constantStart,
  gainOf,
  type Initialiser,
  identityStart,
  initParameters,
  kaimingNormalStart,
  kaimingUniformStart,
  normalStart,
  orthogonalStart,
  truncatedNormalStart,
  uniformStart,
  xavierNormalStart,
  xavierUniformStart,
} from "./index.ts";

function statistics(x: Tensor): { mean: number; sd: number; largest: number } {
  let [sum, squares, largest] = [0, 0, 0];
  for (const v of x.data) {
    sum += v;
    squares += v * v;
    largest = Math.max(largest, Math.abs(v));
  }
  const mean = sum / x.size;
  return { mean, sd: Math.sqrt(squares / x.size - mean * mean), largest };
}

/** Largest entry of |W'W - gain^2 I|, or of |WW' - gain^2 I| for a wide W. */
function orthogonality(w: Tensor, gain: number): number {
  const [rows = 1, ...rest] = w.shape;
  const columns = rest.reduce((size, n) => size * n, 1);
  const at = (i: number, j: number) => w.data[rows >= columns ? j * columns + i : i * columns + j] ?? 0;
  const [few, many] = [Math.min(rows, columns), Math.max(rows, columns)];
  let worst = 0;
  for (let a = 0; a < few; a++) {
    for (let b = 0; b < few; b++) {
      let sum = a === b ? -(gain * gain) : 0;
      for (let i = 0; i < many; i++) sum += at(a, i) * at(b, i);
      worst = Math.max(worst, Math.abs(sum));
    }
  }
  return worst;
}

describe("scaled starts have the spread they promise", () => {
  const cases: [string, Initialiser, Shape, number, "uniform" | "normal"][] = [
    [
      "xavier uniform with the gain of tanh",
      xavierUniformStart({ gain: gainOf("tanh") }),
      [200, 300],
      5 / 3 / Math.sqrt(250),
      "uniform",
    ],
    ["xavier normal", xavierNormalStart(), [200, 300], 1 / Math.sqrt(250), "normal"],
    ["xavier of a kernel of 5", xavierUniformStart(), [64, 32, 5], 1 / Math.sqrt(240), "uniform"],
    ["kaiming uniform", kaimingUniformStart(), [200, 300], Math.SQRT2 / Math.sqrt(300), "uniform"],
    [
      "kaiming uniform of a linear layer",
      kaimingUniformStart({ gain: gainOf("leakyRelu", Math.sqrt(5)) }),
      [200, 300],
      1 / 30,
      "uniform",
    ],
    ["kaiming normal over fan out", kaimingNormalStart({ fan: "out" }), [200, 300], 0.1, "normal"],
    ["normal", normalStart(3), [100, 200], 3, "normal"],
    ["uniform", uniformStart(2), [100, 200], 2 / Math.sqrt(3), "uniform"],
  ];
  for (const [name, start, shape, sd, distribution] of cases) {
    it(name, () => {
      const x = start(rng(4), shape, "f32");
      const { mean, sd: sample, largest } = statistics(x);
      expect(x.shape).toEqual(shape);
      expect(Math.abs(mean)).toBeLessThan((5 * sd) / Math.sqrt(x.size)); // 5 standard errors
      expect(Math.abs(sample / sd - 1)).toBeLessThan(5 / Math.sqrt(2 * x.size));
      const bound = sd * Math.sqrt(3);
      if (distribution === "uniform") expect(largest).toBeLessThanOrEqual(bound * (1 + 1e-6));
      else expect(largest).toBeGreaterThan(bound);
    });
  }

  it("a vector has no fans", () => {
    expect(() => xavierUniformStart()(rng(1), [3], "f32")).toThrowError(
      expect.objectContaining({ code: "init-shape", details: { shape: [3] } }),
    );
  });
});

describe("truncated normal", () => {
  it("keeps to its range and has the spread of the truncated distribution", () => {
    const { mean, sd, largest } = statistics(truncatedNormalStart()(rng(2), [1000, 10], "f32"));
    expect(largest).toBeLessThanOrEqual(2);
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.abs(sd - 0.8796)).toBeLessThan(0.02);
  });

  it("refuses ranges that hold nothing", () => {
    const code = expect.objectContaining({ code: "init-range" });
    expect(() => truncatedNormalStart({ low: 1, high: 0 })).toThrowError(code);
    expect(() => truncatedNormalStart({ low: 20, high: 21 })(rng(1), [2], "f32")).toThrowError(code);
  });
});

describe("orthogonal", () => {
  for (const [shape, gain] of [
    [[60, 40], 1],
    [[40, 60], 1],
    [[64, 64], 2],
    [[30, 4, 5], 1],
    [[7, 1], 1],
    [[1, 5], 3],
    [[5, 5], 1],
  ] as const) {
    it(`[${shape}] times ${gain}`, () => {
      const w = orthogonalStart(gain)(rng(5), shape, "f64");
      expect(orthogonality(w, gain)).toBeLessThan(1e-14 * 64); // 64 additions in f64
    });
  }

  it("is even: a 1 x 1 matrix is as often 1 as -1, and a corner has variance 1 / n", () => {
    const signs = Array.from(
      { length: 400 },
      (_, i) => orthogonalStart()(fold(rng(6), i), [1, 1], "f64").data[0] ?? 0,
    );
    expect(Math.abs(signs.reduce((sum, s) => sum + s, 0))).toBeLessThan(60); // 3 standard deviations of 20
    const corners = Array.from(
      { length: 400 },
      (_, i) => orthogonalStart()(fold(rng(7), i), [4, 4], "f64").data[5] ?? 0,
    );
    const variance = corners.reduce((sum, x) => sum + x * x, 0) / 400;
    expect(Math.abs(variance - 0.25)).toBeLessThan(0.05);
  });
});

describe("other starts", () => {
  it("identity", () => {
    expect([...identityStart(2)(rng(1), [2, 3], "f32").data]).toEqual([2, 0, 0, 0, 2, 0]);
    expect(() => identityStart()(rng(1), [4], "f32")).toThrowError(
      expect.objectContaining({ code: "init-shape" }),
    );
  });

  it("blocks of rows have starts of their own: an open forget gate", () => {
    const bias = blockStart([constantStart(0), constantStart(1), constantStart(0), constantStart(0)]);
    expect([...bias(rng(1), [8], "f32").data]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    const both = blockStart([normalStart(), normalStart()])(rng(1), [4, 3], "f64");
    expect([...both.data.slice(0, 6)]).not.toEqual([...both.data.slice(6)]);
    expect(() => bias(rng(1), [9], "f32")).toThrowError(expect.objectContaining({ code: "init-shape" }));
  });

  it("the same seed gives the same bytes, and one parameter more changes no other", () => {
    const start = { shape: [3, 4], init: xavierNormalStart() };
    const one = initParameters({ a: start }, rng(1));
    const two = initParameters({ b: start, a: start }, rng(1));
    expect(two.a?.data).toEqual(one.a?.data);
    expect(two.b?.data).not.toEqual(one.a?.data);
    expect(initParameters({ a: start }, rng(2)).a?.data).not.toEqual(one.a?.data);
  });
});
