import { normal, permutation, rng, tensor } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  broadcastTo,
  concat,
  concrete,
  expandDims,
  flip,
  pad,
  permute,
  repeat,
  reshape,
  roll,
  slice,
  sliceRanges,
  split,
  squeeze,
  stack,
  tril,
  triu,
  unfold,
  type Value,
} from "../index.ts";
import { nested } from "../testing/values.ts";

const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
const shapeAndAxis = fc
  .tuple(shape, fc.nat(3))
  .map(([shape, axis]) => ({ shape, axis: axis % shape.length }));
const runs = { numRuns: 60, seed: 1 };
const same = (a: Value, b: Value) => {
  expect(a.shape).toEqual(b.shape);
  expect(concrete(a)?.data).toEqual(concrete(b)?.data);
};

describe("round trips", () => {
  it("permute by an order and its inverse", () => {
    fc.assert(
      fc.property(shape, fc.nat(1000), (shape, seed) => {
        const x = normal(rng(1), shape);
        const order = Array.from(permutation(rng(seed), shape.length));
        same(
          permute(
            permute(x, order),
            order.map((_, i) => order.indexOf(i)),
          ),
          x,
        );
      }),
      runs,
    );
  });

  it("reshape there and back, and reshape by two steps", () => {
    fc.assert(
      fc.property(shape, (shape) => {
        const x = normal(rng(1), shape);
        same(reshape(reshape(x, [-1]), shape), x);
        same(reshape(reshape(x, [...shape].reverse()), [x.size]), reshape(x, [x.size]));
      }),
      runs,
    );
  });

  it("split and concat, stack and slice, pad and slice, roll and roll back, flip twice", () => {
    fc.assert(
      fc.property(shapeAndAxis, fc.integer({ min: -7, max: 7 }), ({ shape, axis }, n) => {
        const x = normal(rng(1), shape);
        const size = shape[axis] ?? 0;
        const cut = Math.min(size, Math.abs(n));
        same(concat(split(x, [cut, size - cut], axis), axis), x);
        same(squeeze(slice(stack([x, flip(x)], axis), axis, 0, 1), axis), x);
        const widths = shape.map((_, i): [number, number] => (i === axis ? [2, 1] : [0, 0]));
        same(slice(pad(x, widths, 9), axis, 2, 2 + size), x);
        same(roll(roll(x, n, axis), -n, axis), x);
        same(flip(flip(x)), x);
        same(squeeze(expandDims(x, axis), axis), x);
      }),
      runs,
    );
  });
});

const range = (start: number, count: number, step = 1) => ({ start, count, step });

describe("arrangements", () => {
  const x = tensor(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    "i32",
  );
  it.each([
    [
      "flip of one axis",
      () => flip(x, 1),
      [
        [3, 2, 1],
        [6, 5, 4],
      ],
    ],
    [
      "roll forwards",
      () => roll(x, 1, 1),
      [
        [3, 1, 2],
        [6, 4, 5],
      ],
    ],
    [
      "repeat with an axis in front",
      () => repeat(slice(x, 0, 0, 1), [2, 1, 2]),
      [[[1, 2, 3, 1, 2, 3]], [[1, 2, 3, 1, 2, 3]]],
    ],
    [
      "slice from the end with a step",
      () => slice(x, 1, -1, undefined, -2),
      [
        [3, 1],
        [6, 4],
      ],
    ],
    ["slice of negative places", () => slice(x, 1, -2, -1), [[2], [5]]],
    ["an empty slice", () => slice(x, 1, 2, 1), [[], []]],
    [
      "windows with step",
      () => unfold(x, 1, { size: 2, step: 1 }),
      [
        [
          [1, 2],
          [2, 3],
        ],
        [
          [4, 5],
          [5, 6],
        ],
      ],
    ],
    ["windows with dilation", () => unfold(x, 1, { size: 2, dilation: 2 }), [[[1, 3]], [[4, 6]]]],
    [
      "tril",
      () => tril(x, -1),
      [
        [0, 0, 0],
        [4, 0, 0],
      ],
    ],
    [
      "triu",
      () => triu(x, 1),
      [
        [0, 2, 3],
        [0, 0, 6],
      ],
    ],
    [
      "pad with a value",
      () =>
        pad(
          slice(x, 0, 0, 1),
          [
            [0, 1],
            [1, 0],
          ],
          7,
        ),
      [
        [7, 1, 2, 3],
        [7, 7, 7, 7],
      ],
    ],
    [
      "split into equal parts, the last shorter",
      () => concat(split(x, 2, 1).toReversed(), 1),
      [
        [3, 1, 2],
        [6, 4, 5],
      ],
    ],
  ] satisfies [string, () => Value, unknown][])("%s", (_, f, want) => {
    expect(nested(f())).toEqual(want);
  });

  it("takes places beyond the ends for the ends, as Python does", () => {
    expect(nested(slice(x, 1, -Infinity, Infinity))).toEqual(nested(x));
    expect(nested(slice(x, 1, 1, 99))).toEqual([
      [2, 3],
      [5, 6],
    ]);
    expect(slice(x, 1, 7).shape).toEqual([2, 0]);
    expect(nested(pad(tensor([true]), [[1, 0]], 7))).toEqual([true, true]);
  });

  it("tril keeps truth values truth values", () => {
    expect(
      tril(
        tensor([
          [true, true],
          [true, true],
        ]),
      ).dtype,
    ).toBe("bool");
  });

  it.each([
    ["reshape", () => reshape(x, [4, -1]), "shape-mismatch"],
    ["permute", () => permute(x, [0, 0]), "axes-order"],
    ["squeeze", () => squeeze(x, 1), "squeeze-size"],
    ["repeat", () => repeat(x, [2]), "repeat-counts"],
    ["split", () => split(x, [1, 1], 1), "split-sizes"],
    ["split into parts of nothing", () => split(x, 0, 1), "split-sizes"],
    ["unfold", () => unfold(x, 1, { size: 4 }), "window-size"],
    ["slice", () => slice(x, 1, 0, 3, 0), "step-zero"],
    ["slice by half a step", () => slice(x, 1, 0, 3, 0.5), "step-zero"],
    ["slice from no number", () => slice(x, 1, Number.NaN), "slice-range"],
    ["slice up to half an entry", () => slice(x, 1, 0, 1.5), "slice-range"],
    ["roll by half an entry", () => roll(x, 0.5, 1), "slice-range"],
    ["a range beyond the end", () => sliceRanges(x, [range(0, 2), range(1, 3)]), "slice-range"],
    ["a range before the start", () => sliceRanges(x, [range(0, 2), range(1, 3, -1)]), "slice-range"],
    ["a range of less than nothing", () => sliceRanges(x, [range(0, 2), range(0, -1)]), "slice-range"],
    ["too few ranges", () => sliceRanges(x, [range(0, 2)]), "slice-range"],
    [
      "pad by half an entry",
      () =>
        pad(x, [
          [0, 0],
          [0.5, 0],
        ]),
      "pad-widths",
    ],
    ["broadcastTo what is no shape", () => broadcastTo(tensor([1]), [-1]), "shape-invalid"],
    ["broadcastTo more than memory", () => broadcastTo(tensor([1]), [2 ** 26, 2 ** 26]), "out-of-memory"],
    ["concat", () => concat([x, slice(x, 1, 0, 2)], 0), "shape-mismatch"],
    ["pad", () => pad(x, [[0, 0]]), "pad-widths"],
    ["tril", () => tril(slice(reshape(x, [6]), 0, 1)), "shape-mismatch"],
    ["axis", () => flip(x, 2), "axis-range"],
  ] satisfies [string, () => unknown, string][])(
    "%s refuses what does not fit, with a code",
    (_, f, code) => {
      expect(f).toThrow(expect.objectContaining({ code }));
    },
  );
});
