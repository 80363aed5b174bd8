import { checkGrad } from "@seqloom/autograd/testing";
import { mul, sum, type Value } from "@seqloom/ops";
import { rng, type Tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import type { Params } from "../module.ts";
import { difference, draws, part, sameBits, tensorOf } from "../testing/values.ts";
import { attention } from "./attention.ts";
import { attentionPool } from "./attention-pool.ts";

const [T, U, B, A, K, N] = [3, 4, 2, 3, 5, 4];
const queries = draws(1, [T, B, A]);
const keys = draws(2, [U, B, K]);
const lengths = [4, 2];

describe("attention", () => {
  const layer = attention({ query: A, key: K, size: N, heads: 2 });
  const params = layer.init(rng(3), "f64");

  it("is the mean of the values, weighted by softmax of the scaled products, head by head", () => {
    const { y, weights } = layer.apply(params, queries, keys, { lengths });
    const at = (x: Tensor, ...place: number[]) =>
      x.data[place.reduce((offset, i, axis) => offset * (x.shape[axis] ?? 1) + i, 0)] ?? Number.NaN;
    const project = (name: string, x: Tensor, t: number, b: number) =>
      Array.from({ length: N }, (_, n) => {
        const [w, bias] = [tensorOf(params[`${name}.weight`]), tensorOf(params[`${name}.bias`])];
        let total = bias.data[n] ?? 0;
        for (let i = 0; i < (w.shape[1] ?? 0); i++) total += at(w, n, i) * at(x, t, b, i);
        return total;
      });
    const joined: number[] = [];
    for (let t = 0; t < T; t++) {
      for (let b = 0; b < B; b++) {
        for (const head of [0, 1]) {
          const units = [2 * head, 2 * head + 1];
          const q = project("query", queries, t, b);
          const score = Array.from({ length: lengths[b] ?? 0 }, (_, u) => {
            const k = project("key", keys, u, b);
            return Math.exp(units.reduce((dot, n) => dot + (q[n] ?? 0) * (k[n] ?? 0), 0) / Math.SQRT2);
          });
          const total = score.reduce((a, v) => a + v, 0);
          score.forEach((s, u) => expect(at(tensorOf(weights), b, head, t, u)).toBeCloseTo(s / total, 12));
          for (const n of units) {
            joined.push(
              score.reduce((mean, s, u) => mean + (s / total) * (project("value", keys, u, b)[n] ?? 0), 0),
            );
          }
        }
      }
    }
    for (let row = 0; row < T * B; row++) {
      for (let n = 0; n < N; n++) {
        let want = tensorOf(params["out.bias"]).data[n] ?? 0;
        for (let i = 0; i < N; i++)
          want += at(tensorOf(params["out.weight"]), n, i) * (joined[row * N + i] ?? 0);
        expect(tensorOf(y).data[row * N + n]).toBeCloseTo(want, 12);
      }
    }
  });

  it("does not look at padding, and gives a single query what it gives a sequence of one", () => {
    const all = layer.apply(params, queries, keys, { lengths });
    const alone = layer.apply(params, part(queries, 1, 1, 2), part(part(keys, 1, 1, 2), 0, 0, 2));
    expect(difference(part(all.y, 1, 1, 2), alone.y)).toBeLessThan(1e-14);
    const one = layer.apply(params, draws(7, [B, A]), keys).y;
    expect(one.shape).toEqual([B, N]);
  });

  it("has gradients that agree with central differences", () => {
    const cotangent = draws(5, [T, B, N]);
    const loss = (given: { params: Params; q: { q: Value }; k: { k: Value } }) =>
      sum(mul(layer.apply(given.params, given.q.q, given.k.k, { lengths }).y, cotangent));
    expect(checkGrad(loss, { params, q: { q: queries }, k: { k: keys } }).worst).toBeLessThan(1e-6);
  });

  it("refuses heads that do not divide the size", () => {
    expect(() => attention({ query: 2, key: 2, size: 4, heads: 3 })).toThrow(
      expect.objectContaining({ code: "attention-heads" }),
    );
  });
});

describe("attentionPool", () => {
  const pool = attentionPool({ input: K });
  const params = pool.init(rng(3), "f64");

  it("is the mean of the steps by its weights, which add up to 1 and leave out padding", () => {
    const weights = tensorOf(pool.weights(params, keys, { lengths }));
    const y = tensorOf(pool.apply(params, keys, { lengths }));
    for (let b = 0; b < B; b++) {
      const of = Array.from({ length: U }, (_, u) => weights.data[u * B + b] ?? 0);
      expect(of.reduce((a, v) => a + v, 0)).toBeCloseTo(1, 12);
      expect(of.slice(lengths[b]).every((w) => w === 0)).toBe(true);
      for (let k = 0; k < K; k++) {
        const want = of.reduce((a, w, u) => a + w * (keys.data[(u * B + b) * K + k] ?? 0), 0);
        expect(y.data[b * K + k]).toBeCloseTo(want, 12);
      }
    }
    const alone = pool.apply(params, part(part(keys, 1, 1, 2), 0, 0, 2));
    expect(difference(part(y, 0, 1, 2), alone)).toBeLessThan(1e-14);
    expect(sameBits(pool.apply(params, keys), pool.apply(params, keys, { lengths: [U, U] }))).toBe(true);
  });

  it("has gradients that agree with central differences", () => {
    const cotangent = draws(5, [B, K]);
    const loss = (given: { params: Params; x: { x: Value } }) =>
      sum(mul(pool.apply(given.params, given.x.x, { lengths }), cotangent));
    expect(checkGrad(loss, { params, x: { x: keys } }).worst).toBeLessThan(1e-6);
  });
});
