import { describe, expect, it } from "vitest";
import { normal, permutation, uniform } from "./random.ts";
import { fold, randomWords, rng, split, threefry } from "./rng.ts";

describe("threefry", () => {
  /** threefry2x32, 20 rounds, of Random123's kat_vectors: counter, key, result. https://github.com/DEShawResearch/random123 */
  const vectors = [
    ["00000000 00000000", "00000000 00000000", "6b200159 99ba4efe"],
    ["ffffffff ffffffff", "ffffffff ffffffff", "1cb996fc bb002be7"],
    ["243f6a88 85a308d3", "13198a2e 03707344", "c4923a9c 483df7a0"],
  ] as const;
  it.each(vectors)("of counter %s under key %s is %s", (counter, key, result) => {
    const words = (text: string) => text.split(" ").map((word) => Number.parseInt(word, 16) | 0);
    const [[c0 = 0, c1 = 0], [k0 = 0, k1 = 0]] = [words(counter), words(key)];
    const out = new Int32Array(2);
    threefry(k0, k1, c0, c1, out);
    expect(Array.from(out, (word) => (word >>> 0).toString(16).padStart(8, "0")).join(" ")).toBe(result);
  });
});

describe("keys", () => {
  it("differ for different seeds, also beyond 32 bits and below 0", () => {
    const seeds = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, -(2 ** 32)];
    expect(new Set(seeds.map((seed) => JSON.stringify(rng(seed)))).size).toBe(seeds.length);
  });

  it("differ for different numbers folded in", () => {
    expect(new Set(Array.from({ length: 1000 }, (_, i) => JSON.stringify(fold(rng(1), i)))).size).toBe(1000);
    expect(split(rng(1), 3)).toEqual([fold(rng(1), 0), fold(rng(1), 1), fold(rng(1), 2)]);
  });

  it("refuse NaN", () => {
    expect(() => rng(Number.NaN)).toThrow(expect.objectContaining({ code: "seed-invalid" }));
  });
});

describe("random numbers", () => {
  it("begin the same for any length, so that a longer draw continues a shorter one", () => {
    const [short, long] = [new Int32Array(5), new Int32Array(8)];
    randomWords(rng(3), short);
    randomWords(rng(3), long);
    expect(long.slice(0, 5)).toEqual(short);
  });

  it("are uniform: every tenth of [0, 1) holds a tenth of them", () => {
    for (const dtype of ["f32", "f64"] as const) {
      const counts = new Array<number>(10).fill(0);
      for (const u of uniform(rng(1), [100_000], dtype).data)
        counts[Math.floor(u * 10)] = (counts[Math.floor(u * 10)] ?? 0) + 1;
      const chi = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
      expect(chi).toBeLessThan(27.9); // exceeded once in a thousand keys, 9 degrees of freedom
    }
  });

  it("are normal: mean, variance, skewness and kurtosis", () => {
    const z = Array.from(normal(rng(2), [100_000], "f64").data);
    const moment = (k: number) => z.reduce((sum, v) => sum + v ** k, 0) / z.length;
    // Four standard errors each.
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / z.length));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / z.length));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / z.length));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / z.length));
  });

  it("take mean, deviation and bounds", () => {
    const z = normal(rng(2), [10_001], "f64", 5, 2);
    expect(Array.from(z.data).reduce((a, b) => a + b, 0) / z.size).toBeCloseTo(5, 1);
    const u = uniform(rng(2), [1000], "f64", -3, -2).data;
    expect(u.every((v) => v >= -3 && v < -2)).toBe(true);
  });

  it("permutations hold every place once, and are all found", () => {
    expect(Array.from(permutation(rng(4), 100)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect(new Set(Array.from({ length: 200 }, (_, i) => permutation(rng(i), 3).join())).size).toBe(6);
  });

  it("are not drawn for what is no shape", () => {
    for (const shape of [[-2, -3], [1.5], [Number.NaN]]) {
      expect(() => uniform(rng(1), shape)).toThrow(expect.objectContaining({ code: "shape-invalid" }));
      expect(() => normal(rng(1), shape)).toThrow(expect.objectContaining({ code: "shape-invalid" }));
    }
    for (const n of [-1, 2.5, Number.NaN])
      expect(() => permutation(rng(1), n)).toThrow(expect.objectContaining({ code: "size-invalid" }));
    expect(uniform(rng(1), [0, 3]).shape).toEqual([0, 3]);
    expect(permutation(rng(1), 0)).toHaveLength(0);
  });
});
