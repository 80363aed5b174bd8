import { setFlagsFromString } from "node:v8";
import { evaluate, trace } from "@seqloom/graph";
import type { Value } from "@seqloom/ops";
import * as ops from "@seqloom/ops";
import {
  fold,
  fromData,
  normal,
  permutation,
  type Rng,
  rng,
  type Shape,
  type Tensor,
  uniform,
} from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { features } from "../features.ts";
import { wasmCompiler } from "./compiler.ts";

if (!features().relaxedMadd) setFlagsFromString("--experimental-wasm-relaxed-simd");
const forms = features().relaxedMadd ? [false, true] : [false];

/** The largest difference, relative to max(1, |want|); infinite where one is NaN and the other is not. */
function difference(want: readonly Tensor[], got: readonly Tensor[]): number {
  let worst = 0;
  want.forEach((tensor, i) => {
    expect(got[i]?.shape).toEqual(tensor.shape);
    expect(got[i]?.dtype).toBe(tensor.dtype);
    tensor.data.forEach((value, k) => {
      const other = got[i]?.data[k] ?? Number.NaN;
      if (Object.is(value, other)) return;
      const error = Math.abs(value - other) / Math.max(1, Math.abs(value));
      worst = Math.max(worst, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    });
  });
  return worst;
}

type Step = (...inputs: Value[]) => readonly Value[];

/** Runs a function compiled and on the plain device. */
function compare(step: Step, inputs: readonly Tensor[], fused: boolean): number {
  const graph = trace(step, inputs);
  const compiled = wasmCompiler({ fused }).compile({ graph, carried: 0 });
  expect(compiled.coverage.filter((entry) => entry.path === "plain")).toEqual([]);
  return difference(evaluate(graph, inputs), compiled.call(inputs));
}

const r = rng(11);
const n = (seed: number, shape: Shape): Tensor => normal(fold(r, seed), shape);
const positive = (seed: number, shape: Shape): Tensor => uniform(fold(r, seed), shape, "f32", 0.1, 3);

function integers(key: Rng, shape: readonly number[], below: number): Tensor {
  const u = uniform(key, shape);
  return fromData(
    Int32Array.from(u.data, (x) => Math.floor(x * below)),
    shape,
  );
}

const unary: Readonly<Record<string, (x: Value) => Value>> = {
  abs: ops.abs,
  cos: ops.cos,
  erf: ops.erf,
  exp: ops.exp,
  expm1: ops.expm1,
  floor: ops.floor,
  neg: ops.neg,
  round: ops.round,
  sigmoid: ops.sigmoid,
  sign: ops.sign,
  sin: ops.sin,
  tanh: ops.tanh,
};
const unaryPositive: Readonly<Record<string, (x: Value) => Value>> = {
  log: ops.log,
  log1p: ops.log1p,
  sqrt: ops.sqrt,
};
const binary: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
  add: ops.add,
  div: ops.div,
  equal: ops.equal,
  less: ops.less,
  lessEqual: ops.lessEqual,
  maximum: ops.maximum,
  minimum: ops.minimum,
  mul: ops.mul,
  remainder: ops.remainder,
  sub: ops.sub,
};
const lengths = [1, 2, 3, 4, 5, 7, 8, 11, 16, 33, 70];

describe.each(forms.map((fused) => ({ fused })))(
  "compiled equals interpreted, fused multiply-add $fused",
  ({ fused }) => {
    it.each(Object.entries(unary))("%s over odd lengths", (_, of) => {
      for (const length of lengths)
        expect(compare((x) => [of(ops.mul(x, 3))], [n(length, [length])], fused)).toBeLessThan(1e-6);
    });

    it.each(Object.entries(unaryPositive))("%s over odd lengths", (_, of) => {
      for (const length of lengths)
        expect(compare((x) => [of(x)], [positive(length, [length])], fused)).toBeLessThan(1e-6);
    });

    it.each(Object.entries(binary))("%s with every kind of broadcast", (_, of) => {
      const shapes: [Shape, Shape][] = [
        [[5], [5]],
        [[], [7]],
        [[3, 5], [5]],
        [
          [3, 5],
          [3, 1],
        ],
        [
          [4, 1],
          [1, 9],
        ],
        [
          [2, 3, 4],
          [3, 1],
        ],
        [
          [2, 1, 4],
          [3, 4],
        ],
        [[6, 8], []],
      ];
      for (const [a, b] of shapes) {
        expect(
          compare((x, y) => [of(x, y)], [n(1, a), n(2, b)], fused),
          `${a} ${b}`,
        ).toBeLessThan(1e-6);
        const whole = [integers(fold(r, 3), a, 9), integers(fold(r, 4), b, 9)];
        expect(
          compare((x, y) => [of(x, y)], whole, fused),
          `i32 ${a} ${b}`,
        ).toBeLessThan(1e-6);
      }
    });

    it("an entry-by-entry primitive without vector code runs on the plain device", () => {
      const half = ops.definePointwise({ name: "half", of: (x) => x / 2 });
      const x = n(1, [5]);
      const graph = trace((v) => [ops.tanh(ops.bindOne(half, [ops.tanh(v)], {}))], [x]);
      const executable = wasmCompiler({ fused }).compile({ graph, carried: 0 });
      expect(difference(evaluate(graph, [x]), executable.call([x]))).toBeLessThan(1e-6);
      expect(executable.coverage.find((entry) => entry.path === "plain")?.primitive).toBe("half");
    });

    it("pow, where, casts and truth values", () => {
      const step: Step = (x, y) => {
        const isSmall = ops.less(x, y);
        const both = ops.and(isSmall, ops.lessEqual(0, x));
        return [
          ops.pow(ops.abs(x), y),
          ops.where(isSmall, x, 1),
          both,
          ops.cast(both, "f32"),
          ops.cast(isSmall, "i32"),
          ops.cast(ops.mul(x, 5), "i32"),
          ops.add(ops.cast(both, "i32"), 2),
          ops.cast(ops.round(x), "bool"),
          ops.or(both, ops.equal(x, y)),
          ops.where(both, isSmall, ops.not(isSmall)),
        ];
      };
      for (const length of lengths)
        expect(compare(step, [n(5, [length]), n(6, [length])], fused)).toBeLessThan(2e-6);
    });

    it("one loop over strided, transposed, flipped and repeated views", () => {
      const step: Step = (x, y) => [
        ops.add(ops.transpose(x), y),
        ops.mul(ops.flip(x, 1), 2),
        ops.add(ops.slice(x, 1, 0, 7, 2), ops.slice(x, 1, 1, 8, 2)),
        ops.add(ops.permute(ops.reshape(x, [5, 2, 4]), [2, 0, 1]), 1),
        ops.broadcastTo(ops.reshape(ops.slice(x, 0, 1, 2), [8]), [3, 8]),
      ];
      expect(compare(step, [n(7, [5, 8]), n(8, [8, 5])], fused)).toBeLessThan(1e-6);
    });

    it("sums and largest over every choice of axes", () => {
      for (const shape of [
        [3, 5, 7],
        [4, 16, 70],
        [2, 1, 33],
        [130, 9, 2],
        [1, 700, 3],
      ]) {
        for (const axes of [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]]) {
          const step: Step = (x) => [
            ops.sum(x, axes),
            ops.amax(x, axes),
            ops.sum(ops.less(x, 0), axes),
            ops.mean(x, axes),
          ];
          expect(compare(step, [n(9, shape)], fused), `${shape} over ${axes}`).toBeLessThan(1e-5);
        }
      }
    });

    it("products of all forms and many sizes", () => {
      let i = 0;
      for (const M of [1, 2, 3, 5, 8, 13, 33]) {
        for (const K of [1, 2, 7, 32, 70, 300]) {
          for (const N of [1, 2, 4, 9, 31, 70]) {
            const [transposeA, transposeB] = [(i & 1) === 1, (i & 2) === 2];
            i++;
            const a = n(i, transposeA ? [K, M] : [M, K]);
            const b = n(i + 1, transposeB ? [N, K] : [K, N]);
            const step: Step = (x, y) => [ops.matmul(x, y, { transposeA, transposeB })];
            // 300 products in f32 on the way to sums of some tens.
            expect(compare(step, [a, b], fused), `${M} ${K} ${N} ${transposeA} ${transposeB}`).toBeLessThan(
              3e-5,
            );
          }
        }
      }
    });

    it("products of large matrices go block by block", () => {
      for (const [M, K, N] of [
        [600, 70, 130],
        [70, 600, 65],
        [300, 520, 9],
      ] as const) {
        const step: Step = (x, y, z) => [ops.matmul(x, y), ops.matmul(z, y, { transposeA: true })];
        expect(compare(step, [n(1, [M, K]), n(2, [K, N]), n(3, [K, M])], fused)).toBeLessThan(1e-4); // f32 sums of 600 products
      }
    });

    it("batches of products, repeated and transposed", () => {
      const step: Step = (x, y, z) => [
        ops.matmul(x, y),
        ops.matmul(z, y),
        ops.matmul(x, x, { transposeB: true }),
        ops.transpose(ops.matmul(x, y)),
      ];
      expect(compare(step, [n(1, [2, 3, 5, 7]), n(2, [3, 7, 4]), n(3, [5, 7])], fused)).toBeLessThan(1e-5);
    });

    it("products that start from a bias, another product, or a column", () => {
      for (const [M, K, N] of [
        [1, 3, 5],
        [5, 7, 9],
        [32, 40, 33],
        [7, 300, 1],
        [3, 1, 16],
        [6, 5, 2],
      ] as const) {
        const step: Step = (x, w, b, z, u) => [
          ops.add(ops.matmul(x, w), b),
          ops.add(z, ops.matmul(x, w)),
          ops.add(ops.matmul(x, w), ops.matmul(x, u, { transposeB: true })),
          ops.add(ops.transpose(z), ops.matmul(w, x, { transposeA: true, transposeB: true })),
          ops.add(ops.reshape(ops.matmul(x, w), [1, M, N]), b),
        ];
        const inputs = [n(1, [M, K]), n(2, [K, N]), n(3, [N]), n(4, [M, N]), n(5, [N, K])];
        expect(compare(step, inputs, fused), `${M} ${K} ${N}`).toBeLessThan(3e-5);
      }
    });

    it("softmax, layer norm and log-sum-exp", () => {
      const step: Step = (x) => [ops.softmax(x), ops.logSoftmax(x, 0), ops.logSumExp(x, 1), ops.layerNorm(x)];
      for (const shape of [
        [3, 5],
        [7, 64],
        [1, 33],
      ])
        expect(compare(step, [n(4, shape)], fused)).toBeLessThan(1e-5);
    });

    it("rows picked and added up, concatenation, padding", () => {
      const index = fromData(permutation(fold(r, 2), 9).subarray(0, 6), [6]);
      const step: Step = (x, i) => [
        ops.takeRows(x, i),
        ops.takeRows(x, i, 1),
        ops.gather(x, 1, ops.reshape(i, [6, 1])),
        ops.concat([x, ops.mul(x, 2)], 1),
        ops.pad(
          x,
          [
            [1, 0],
            [2, 3],
          ],
          4,
        ),
        ops.scatterAdd(x, 0, ops.broadcastTo(ops.reshape(i, [6, 1]), [6, 11]), ops.slice(x, 0, 0, 6)),
        ops.stack([x, x]),
      ];
      expect(compare(step, [n(5, [9, 11]), index], fused)).toBeLessThan(1e-6);
    });

    it("random numbers have the bits of the plain device", () => {
      const key = ops.keyTensor(rng(99));
      for (const shape of [[1], [7], [8], [3, 5], [130]]) {
        const step: Step = (k) => [
          ops.randomUniform(k, shape),
          ops.randomUniform(ops.foldKey(k, 3), shape),
          ops.foldKey(k, ops.sum(ops.foldKey(k, 1))),
        ];
        expect(compare(step, [key], fused)).toBe(0);
      }
    });
  },
);
