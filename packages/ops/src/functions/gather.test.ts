import { fromData, normal, type Rng, rng, type Shape, sizeOf, tensor, uniform, zeros } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  booleanIndex,
  concrete,
  embedding,
  gather,
  mul,
  scatterAdd,
  sum,
  takeRows,
  type Value,
} from "../index.ts";
import { nested } from "../testing/values.ts";

const inner = (a: Value, b: Value) => concrete(sum(mul(a, b)))?.item() ?? Number.NaN;

function indices(key: Rng, shape: Shape, below: number) {
  return fromData(
    Int32Array.from(uniform(key, shape, "f64").data, (u) => Math.floor(u * below)),
    shape,
  );
}

const booleans = (count: number) => fromData(new Uint8Array(count).fill(1));

const cases = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    axis: fc.nat(2),
    count: fc.nat(5),
    seed: fc.nat(1000),
  })
  .map(({ shape, axis, ...rest }) => ({ shape, axis: axis % shape.length, ...rest }));

describe("gather and scatterAdd", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

  it("pick along an axis by an index of the result's shape", () => {
    expect(
      nested(
        gather(
          x,
          1,
          tensor(
            [
              [2, 0],
              [1, 1],
            ],
            "i32",
          ),
        ),
      ),
    ).toEqual([
      [3, 1],
      [5, 5],
    ]);
    expect(nested(gather(x, 0, tensor([[1, 0, 1]], "i32")))).toEqual([[4, 2, 6]]);
  });

  it("add where the same place is named twice", () => {
    const sums = scatterAdd(
      zeros([2, 2]),
      1,
      tensor(
        [
          [1, 1, 0],
          [0, 0, 0],
        ],
        "i32",
      ),
      x,
    );
    expect(nested(sums)).toEqual([
      [3, 3],
      [15, 0],
    ]);
  });

  it("count truth values instead of wrapping at 256", () => {
    const truths = booleans(300);
    const counts = scatterAdd(zeros([1], "i32"), 0, zeros([300], "i32"), truths);
    expect(nested(counts)).toEqual([300]);
  });

  it("are adjoint: <gather(x, i), u> = <x, scatterAdd(0, i, u)>", () => {
    fc.assert(
      fc.property(cases, ({ shape, axis, count, seed }) => {
        const picked = shape.with(axis, count);
        const index = indices(rng(seed), picked, shape[axis] ?? 1);
        const [a, u] = [normal(rng(1), shape, "f64"), normal(rng(2), picked, "f64")];
        const left = inner(gather(a, axis, index), u);
        expect(left).toBeCloseTo(inner(a, scatterAdd(zeros(shape, "f64"), axis, index, u)), 10);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("agree with takeRows when all rows name the same", () => {
    fc.assert(
      fc.property(cases, ({ shape, axis, count, seed }) => {
        const a = normal(rng(1), shape);
        const line = indices(rng(seed), [count], shape[axis] ?? 1);
        const stride = sizeOf(shape.slice(axis + 1));
        const picked = shape.with(axis, count);
        const full = fromData(
          Int32Array.from(
            { length: sizeOf(picked) },
            (_, i) => line.data[Math.floor(i / stride) % count] ?? 0,
          ),
          picked,
        );
        expect(nested(takeRows(a, line, axis))).toEqual(nested(gather(a, axis, full)));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("refuse an index that is too long elsewhere, of another dtype, or out of range", () => {
    expect(() => gather(x, 1, tensor([[0], [0], [0]], "i32"))).toThrow(
      expect.objectContaining({ code: "shape-mismatch" }),
    );
    expect(() => gather(x, 1, tensor([[0.5], [0]]))).toThrow(expect.objectContaining({ code: "index-type" }));
    expect(() => scatterAdd(x, 1, tensor([[0]], "i32"), tensor([[1]]))).toThrow(
      expect.objectContaining({ code: "shape-mismatch" }),
    );
    expect(() => gather(x, 1, tensor([[0], [3]], "i32"))).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: take: index 3 (entry 1 of [2, 1]) does not exist, the axis has 3 entries
        help: use 0 to 2]
    `);
  });
});

describe("takeRows, embedding, booleanIndex", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  it("lay the rows out by the shape of the index", () => {
    expect(
      nested(
        takeRows(
          x,
          tensor(
            [
              [2, 0],
              [2, 2],
            ],
            "i32",
          ),
        ),
      ),
    ).toEqual([
      [
        [5, 6],
        [1, 2],
      ],
      [
        [5, 6],
        [5, 6],
      ],
    ]);
    expect(takeRows(x, tensor(1, "i32")).shape).toEqual([2]);
    expect(nested(embedding(x, tensor([1, 1], "i32")))).toEqual([
      [3, 4],
      [3, 4],
    ]);
  });

  it("take negative numbers for mistakes", () => {
    for (const paddingIndex of [-1, 3, 0.5]) {
      expect(() => embedding(x, tensor([1], "i32"), { paddingIndex })).toThrow(
        expect.objectContaining({ code: "index-range" }),
      );
    }
    expect(() => takeRows(x, tensor([-1], "i32"))).toThrow(expect.objectContaining({ code: "index-range" }));
  });

  it("pick the true places in row-major order", () => {
    expect(
      nested(
        booleanIndex(
          x,
          tensor([
            [true, false],
            [false, true],
            [true, true],
          ]),
        ),
      ),
    ).toEqual([1, 4, 5, 6]);
    expect(() => booleanIndex(x, tensor([true]))).toThrow(
      expect.objectContaining({ code: "shape-mismatch" }),
    );
  });
});
