import type { Value } from "@seqloom/ops";
import * as ops from "@seqloom/ops";
import { fold, normal, type Rng, rng, type Shape, tensor, uniform } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRule } from "../check-rule.ts";
import { grad } from "../grad.ts";

const seeds = fc.integer({ min: 0, max: 1e6 }).map(rng);

function check(f: (...inputs: Value[]) => Value, shapes: readonly Shape[], key: Rng): void {
  const inputs = shapes.map((shape, i) => normal(fold(key, i), shape, "f64"));
  // Squared, so that a linear arrangement has a second derivative to be wrong in.
  const squared = (...values: Value[]) => {
    const y = f(...values);
    return ops.add(ops.mul(y, y), y);
  };
  const { first, second } = checkRule(squared, inputs, fold(key, 99));
  expect(first.worst, first.at).toBeLessThan(1e-6);
  expect(second.worst, second.at).toBeLessThan(1e-6);
}

const shape = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 });
const shapeAndAxis = fc
  .tuple(shape, fc.nat(2))
  .map(([shape, axis]) => ({ shape, axis: axis % shape.length }));
const runs = { numRuns: 12, seed: 1 };

describe("gradients of arrangements", () => {
  const whole: Readonly<Record<string, (x: Value, axis: number, n: number) => Value>> = {
    broadcastTo: (x) => ops.broadcastTo(x, [2, ...x.shape]),
    "expandDims and squeeze": (x, axis) => ops.squeeze(ops.expandDims(x, axis), axis),
    flip: (x, axis) => ops.flip(x, axis),
    pad: (x, _, n) =>
      ops.pad(
        x,
        x.shape.map((_, i) => [i, n % 3]),
        1.5,
      ),
    permute: (x, axis) =>
      ops.permute(
        x,
        [...x.shape.keys()].map((i) => (i + axis) % x.shape.length),
      ),
    repeat: (x, axis, n) => ops.repeat(x, [2, ...x.shape.map((_, i) => (i === axis ? n % 3 : 1))]),
    reshape: (x) => ops.reshape(x, [...x.shape].reverse()),
    roll: (x, axis, n) => ops.roll(x, n - 5, axis),
    slice: (x, axis, n) => ops.slice(x, axis, n % 2, undefined, 2),
    "slice backwards": (x, axis, n) => ops.slice(x, axis, undefined, undefined, -1 - (n % 2)),
  };
  it.each(Object.entries(whole))("%s", (_, f) => {
    fc.assert(
      fc.property(shapeAndAxis, fc.nat(9), seeds, ({ shape, axis }, n, key) => {
        check((x) => f(x, axis, n), [shape], key);
      }),
      runs,
    );
  });

  it("concat, stack and split", () => {
    fc.assert(
      fc.property(shapeAndAxis, fc.nat(3), seeds, ({ shape, axis }, n, key) => {
        const other = shape.with(axis, n);
        check((a, b) => ops.concat([a, b, a], axis), [shape, other], key);
        check((a, b) => ops.stack([a, b], axis), [shape, shape], key);
        check(
          (a) => ops.mul(...twoOf(ops.split(ops.concat([a, a], axis), a.shape[axis] ?? 0, axis), a)),
          [shape.with(axis, 2)],
          key,
        );
      }),
      runs,
    );
  });

  it("tril, triu and maskedFill", () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: -2, max: 2 }), seeds, (lead, diagonal, key) => {
        const shape = [...lead.slice(1), 3, 2];
        check((x) => ops.tril(x, diagonal), [shape], key);
        check((x) => ops.triu(x, diagonal), [shape], key);
        check((x) => ops.maskedFill(x, ops.less(uniform(key, [3, 1], "f64"), 0.5), 7), [shape], key);
      }),
      runs,
    );
  });

  it("unfold adds up what windows share", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 2 }),
        seeds,
        (size, step, dilation, key) => {
          check((x) => ops.unfold(x, 1, { size, step, dilation }), [[2, 6, 2]], key);
        },
      ),
      runs,
    );
  });
});

function twoOf(values: readonly Value[], fallback: Value): [Value, Value] {
  return [values[0] ?? fallback, values[1] ?? fallback];
}

describe("gradients of picking by number", () => {
  it("takeRows along each axis, with repeats", () => {
    const index = tensor(
      [
        [2, 0],
        [2, 1],
      ],
      "i32",
    );
    for (const axis of [0, 1, 2]) {
      check((x) => ops.takeRows(x, index, axis), [[2, 2, 2].with(axis, 3)], rng(axis));
    }
  });

  it("gather and scatterAdd along each axis, with repeats", () => {
    for (const axis of [0, 1]) {
      const index = tensor(
        [
          [1, 1],
          [0, 2],
        ],
        "i32",
      );
      const base = [2, 2].with(axis, 3);
      check((x) => ops.gather(x, axis, index), [base], rng(axis));
      check((x, u) => ops.scatterAdd(x, axis, index, u), [base, [2, 2]], rng(axis));
    }
  });

  it("booleanIndex", () => {
    check((x) => ops.booleanIndex(x, tensor([[true, false, true]])), [[1, 3]], rng(1));
  });

  it("embedding, whose padding row gets none", () => {
    const index = tensor([1, 0, 1], "i32");
    check((table) => ops.embedding(table, index), [[3, 2]], rng(1));
    const slope = grad((table: Value) => ops.sum(ops.embedding(table, index, { paddingIndex: 1 })));
    const rows = ops.concrete(slope(normal(rng(1), [3, 2], "f64")));
    expect(rows?.data).toEqual(Float64Array.of(1, 1, 0, 0, 0, 0));
  });
});
