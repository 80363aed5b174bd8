import type { Value } from "@seqloom/ops";
import * as ops from "@seqloom/ops";
import { fold, normal, type Rng, rng, type Shape, tensor } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRule } from "../check-rule.ts";

const seeds = fc.integer({ min: 0, max: 1e6 }).map(rng);
const size = fc.integer({ min: 0, max: 3 });
const runs = { numRuns: 12, seed: 1 };

function check(f: (...inputs: Value[]) => Value, shapes: readonly Shape[], key: Rng): void {
  const inputs = shapes.map((shape, i) => normal(fold(key, i), shape, "f64"));
  const { first, second } = checkRule(f, inputs, fold(key, 99));
  expect(first.worst, first.at).toBeLessThan(1e-6);
  expect(second.worst, second.at).toBeLessThan(1e-6);
}

describe("gradients of matrix products", () => {
  it("with either operand read transposed and batches broadcast", () => {
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.boolean(),
        fc.boolean(),
        fc.nat(2),
        seeds,
        (m, k, n, transposeA, transposeB, lead, key) => {
          const a = transposeA ? [k, m] : [m, k];
          const b = transposeB ? [n, k] : [k, n];
          const batches =
            [
              [[], []],
              [[2], [1]],
              [[1], [3, 2]],
            ][lead] ?? [];
          check(
            (x, y) => ops.matmul(x, y, { transposeA, transposeB }),
            [
              [...(batches[0] ?? []), ...a],
              [...(batches[1] ?? []), ...b],
            ],
            key,
          );
        },
      ),
      runs,
    );
  });

  it("with vectors on either side", () => {
    check((a, b) => ops.matmul(a, b), [[3], [3, 2]], rng(1));
    check((a, b) => ops.matmul(a, b), [[2, 2, 3], [3]], rng(2));
    check((a, b) => ops.matmul(a, b), [[3], [3]], rng(3));
  });
});

describe("gradients of einsum", () => {
  it.each([
    [
      "bij,bjk->bik",
      [
        [2, 2, 3],
        [2, 3, 2],
      ],
    ],
    [
      "ij,jk,kl->il",
      [
        [2, 3],
        [3, 2],
        [2, 2],
      ],
    ],
    ["ii->i", [[3, 3]]],
    ["iij->j", [[2, 2, 3]]],
    ["ij->", [[2, 3]]],
    ["i,j->ij", [[2], [3]]],
    [
      "...i,...i->...",
      [
        [2, 1, 3],
        [2, 3],
      ],
    ],
    ["ijk->kji", [[2, 3, 1]]],
    [
      "ij,ij",
      [
        [2, 3],
        [2, 3],
      ],
    ],
  ] satisfies [string, Shape[]][])("%s", (equation, shapes) => {
    check((first, ...rest) => ops.einsum(equation, first ?? tensor(0), ...rest), shapes, rng(4));
  });
});

describe("gradients of layers made of products", () => {
  it("conv1d, strided, dilated, grouped and causal", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 2 }),
        fc.constantFrom(1, 2),
        fc.constantFrom<"causal" | 1>("causal", 1),
        seeds,
        (stride, dilation, groups, padding, key) => {
          check(
            (x, w, b) => ops.conv1d(x, w, { bias: b, stride, dilation, groups, padding }),
            [[2, 2, 4], [2, 2 / groups, 2], [2]],
            key,
          );
        },
      ),
      runs,
    );
  });

  it("attention under a causal mask", () => {
    const mask = ops.tril(
      tensor([
        [true, true, true],
        [true, true, true],
        [true, true, true],
      ]),
    );
    check(
      (q, k, v) => ops.attention(q, k, v, { mask }),
      [
        [2, 3, 2],
        [2, 3, 2],
        [3, 2],
      ],
      rng(5),
    );
  });

  it("layerNorm and batchNorm with factor and shift", () => {
    check((x, weight, bias) => ops.layerNorm(x, { weight, bias }), [[2, 3], [3], [3]], rng(6));
    check(
      (x, weight, bias) => ops.layerNorm(x, { axes: 2, weight, bias }),
      [
        [2, 2, 3],
        [2, 3],
        [2, 3],
      ],
      rng(7),
    );
    check((x, weight, bias) => ops.batchNorm(x, { weight, bias }).y, [[3, 2, 2], [2], [2]], rng(8));
  });
});
