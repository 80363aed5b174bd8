import {
  broadcastShapes,
  type DType,
  full,
  normal,
  rng,
  type Shape,
  sizeOf,
  stridesOf,
  tensor,
} from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  bindOne,
  broadcastTo,
  cast,
  castPrimitive,
  cos,
  div,
  equal,
  erf,
  exp,
  expm1,
  less,
  log,
  log1p,
  mean,
  mul,
  neg,
  norm,
  sigmoid,
  sin,
  softmax,
  sqrt,
  std,
  sub,
  sumTo,
  tanh,
  type Value,
  where,
} from "./index.ts";
import { numbers } from "./testing/values.ts";

const shape = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });
/** Shapes that broadcast: each drops leading axes of one shape and stretches others from 1. */
const operandShapes = fc
  .tuple(
    shape,
    fc.array(fc.tuple(fc.nat(4), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 })), {
      minLength: 2,
      maxLength: 2,
    }),
  )
  .map(([shape, changes]) =>
    changes.map(([drop, ones]) => shape.map((n, i) => (ones[i] ? 1 : n)).slice(drop)),
  );
const runs = { numRuns: 60, seed: 1 };

describe("broadcasting", () => {
  it("gives each entry from the entries that its place names, aligned at the last axes", () => {
    fc.assert(
      fc.property(operandShapes, ([left = [], right = []]) => {
        const [a, b] = [normal(rng(1), left, "f64"), normal(rng(2), right, "f64")];
        const out = broadcastShapes(left, right);
        const at = (shape: Shape, place: readonly number[]) =>
          stridesOf(shape).reduce(
            (sum, stride, i) =>
              sum + (shape[i] === 1 ? 0 : stride * (place[place.length - shape.length + i] ?? 0)),
            0,
          );
        const want = Array.from({ length: sizeOf(out) }, (_, i) => {
          const place = stridesOf(out).map((stride, axis) => Math.floor(i / stride) % (out[axis] ?? 1));
          return (a.data[at(left, place)] ?? 0) - (b.data[at(right, place)] ?? 0);
        });
        const got = sub(a, b);
        expect(got.shape).toEqual(out);
        expect(numbers(got)).toEqual(want);
      }),
      runs,
    );
  });

  it("commutes for + and *, and equals repeating first", () => {
    fc.assert(
      fc.property(operandShapes, ([left = [], right = []]) => {
        const [a, b] = [normal(rng(1), left), normal(rng(2), right)];
        const out = broadcastShapes(left, right);
        for (const f of [add, mul]) {
          expect(numbers(f(a, b))).toEqual(numbers(f(b, a)));
          expect(numbers(f(a, b))).toEqual(numbers(f(broadcastTo(a, out), broadcastTo(b, out))));
        }
      }),
      runs,
    );
  });

  it("has sumTo as its adjoint: <repeat(x), y> = <x, sumTo(y)>", () => {
    fc.assert(
      fc.property(operandShapes, ([left = [], right = []]) => {
        const out = broadcastShapes(left, right);
        const [x, y] = [normal(rng(1), left, "f64"), normal(rng(2), out, "f64")];
        const inner = (a: Value, b: Value) => numbers(mul(a, b)).reduce((s, v) => s + v, 0);
        expect(inner(broadcastTo(x, out), y)).toBeCloseTo(inner(x, sumTo(y, left)), 10);
      }),
      runs,
    );
  });

  it("names both shapes and the axis where they differ", () => {
    expect(() => add(full([2, 3], 1), full([4], 1))).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: add: [2, 3] and [4] do not broadcast: axis 1 is 3 on the left and 4 on the right
        help: make the two sizes equal, or one of them 1]
    `);
  });
});

describe("dtypes", () => {
  const of = (dtype: DType) => full([1], 1, dtype);
  it.each([
    ["f32 and f64", () => add(of("f32"), of("f64")), "f64"],
    ["i32 and f32", () => mul(of("i32"), of("f32")), "f32"],
    ["bool and i32", () => add(of("bool"), of("i32")), "i32"],
    ["a number beside f64", () => add(1, of("f64")), "f64"],
    ["a whole number beside i32", () => sub(of("i32"), 3), "i32"],
    ["a fraction beside i32", () => sub(of("i32"), 0.5), "f32"],
    ["a number beyond i32 beside i32", () => sub(of("i32"), 2 ** 31), "f32"],
    ["a number beside bool", () => add(of("bool"), 1), "i32"],
    ["numbers alone", () => add(1, 2), "f32"],
    ["a quotient of i32", () => div(of("i32"), 2), "f32"],
    ["exp of i32", () => exp(of("i32")), "f32"],
    ["a comparison", () => less(of("f64"), 2), "bool"],
    ["a choice between bool and f32", () => where(of("bool"), of("bool"), of("f32")), "f32"],
  ] satisfies [string, () => Value, DType][])("%s", (_, f, dtype) => {
    expect(f().dtype).toBe(dtype);
  });

  it("gives floats for integers and truth values where results are no whole numbers", () => {
    const functions = {
      cos,
      erf,
      exp,
      expm1,
      log,
      log1p,
      sigmoid,
      sin,
      sqrt,
      tanh,
      mean,
      norm,
      softmax,
      std,
    };
    const [truths, floats] = [tensor([true, false]), tensor([1, 0])];
    for (const [name, f] of Object.entries(functions)) {
      expect(f(cast(truths, "i32")), name).toEqual(f(floats));
      expect(f(truths), name).toEqual(f(floats));
    }
  });

  it("keeps a fraction beside integers instead of cutting it off", () => {
    expect(numbers(add(tensor([1, 2], "i32"), 0.5))).toEqual([1.5, 2.5]);
  });

  it("adds truth values as or, multiplies them as and", () => {
    const [a, b] = [tensor([true, true, false]), tensor([true, false, false])];
    expect(numbers(add(a, b))).toEqual([1, 1, 0]);
    expect(numbers(mul(a, b))).toEqual([1, 0, 0]);
  });

  it("subtracts truth values as numbers", () => {
    const [a, b] = [tensor([true, false]), tensor([false, true])];
    expect(sub(a, b)).toEqual(tensor([1, -1], "i32"));
    expect(neg(a)).toEqual(tensor([-1, 0], "i32"));
  });

  it("refuses what is neither a value nor a number, by its place", () => {
    const odd = (x: unknown) => x as Value; // what no type checker saw
    expect(() => add(1, odd([1, 2]))).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: add: operand 1 is an array, not a tensor
        help: make a tensor of it: tensor([1, 2, 3])]
    `);
    for (const x of ["3", null, undefined, {}, new Float32Array(1)]) {
      const refused = expect.objectContaining({ code: "operand-type" });
      expect(() => mul(odd(x), 2)).toThrow(refused);
      expect(() => where(of("bool"), 1, odd(x))).toThrow(refused);
      expect(() => bindOne(castPrimitive, [odd(x)], { dtype: "f32" })).toThrow(refused);
    }
  });

  it("wraps i32 around as 32-bit arithmetic does", () => {
    const x = tensor([2 ** 30 + 1], "i32");
    expect(numbers(mul(x, x))).toEqual([-(2 ** 31) + 1]); // 2^60 + 2^31 + 1, whose last digit no double holds
    expect(numbers(add(mul(x, 2), -4))).toEqual([2 ** 31 - 2]);
  });

  it("compares in the wider dtype", () => {
    expect(numbers(equal(tensor([0.1]), tensor([0.1], "f64")))).toEqual([0]); // 0.1 in f32 is another number
  });
});
