import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allocate,
  arange,
  convert,
  eye,
  fromData,
  full,
  linspace,
  type Nested,
  scalar,
  tensor,
  toNested,
  zeros,
} from "./create.ts";
import { Tensor } from "./tensor.ts";

describe("tensor", () => {
  it("takes what toNested gives, for any shape", () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const x = fromData(
          Float32Array.from({ length: size }, (_, i) => i / 4),
          shape,
        );
        expect(tensor(toNested(x))).toEqual(x);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it("makes truth values bool, numbers f32, or what is asked for", () => {
    expect(tensor([true, false])).toEqual(fromData(Uint8Array.of(1, 0)));
    expect(tensor(2.5)).toEqual(fromData(Float32Array.of(2.5), []));
    expect(tensor([1, 2], "i32")).toEqual(fromData(Int32Array.of(1, 2)));
    expect(tensor([0, 7], "bool")).toEqual(fromData(Uint8Array.of(0, 1)));
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    expect(toNested(tensor([[true], [false]]))).toEqual([[true], [false]]);
  });

  it.each([
    [[[1, 2], [3]], "values[1] has 1 entries, the first row there has 2"],
    [[[1, 2], 3], "values[1] has a number, the first row there has 2"],
    [[1, [2]], "values[1] has 1 entries, the first row there has a number"],
    [[[], 1], "values[1] has a number, the first row there has 0"],
  ] satisfies [Nested, string][])("says where the rows of %j differ", (values, message) => {
    expect(() => tensor(values)).toThrow(message);
  });
});

describe("what JavaScript hands over is", () => {
  it("one dtype: truth values among numbers are numbers, and truths are 0 or 1", () => {
    expect(tensor([true, 2, -1])).toEqual(tensor([1, 2, -1]));
    expect(tensor([2, true])).toEqual(tensor([2, 1]));
    expect(tensor([]).dtype).toBe("f32");
    expect(full([2], 0.5, "bool")).toEqual(tensor([true, true]));
    expect(scalar(256, "bool")).toEqual(tensor(true));
    expect(arange(-1, 2, 1, "bool")).toEqual(tensor([true, false, true]));
  });

  it.each([
    [["1"], 'values[0] is "1"'],
    [[1, undefined], "values[1] is undefined"],
    [[[1], [null]], "values[1][0] is null"],
    [new Array(1), "values[0] is undefined"],
    [[new Float32Array(2)], "values[0] is a Float32Array"],
    [new Float32Array(2), "values is a Float32Array"],
    [[5n], "values[0] is 5"],
  ])("refused where it is no number: %o", (values, message) => {
    const odd = values as unknown as Nested; // what no type checker saw
    expect(() => tensor(odd)).toThrow(
      expect.objectContaining({ code: "nested-value", message: expect.stringContaining(message) }),
    );
  });

  it("refused where it is no dtype, with those that are", () => {
    const dtype = "float32" as unknown as "f32"; // likewise
    expect(() => tensor([1], dtype)).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: there is no dtype float32
        help: use f32, f64, i32 or bool]
    `);
    expect(() => zeros([2], dtype)).toThrow(expect.objectContaining({ code: "dtype-unknown" }));
    expect(() => convert(zeros([2]), dtype)).toThrow(expect.objectContaining({ code: "dtype-unknown" }));
  });

  it("refused where it is no shape", () => {
    const shape = 3 as unknown as readonly number[]; // likewise
    expect(() => zeros(shape)).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: 3 is no shape
        help: give an array with a size for each axis, [] for a scalar]
    `);
    for (const size of [Number.NaN, 1.5, -1, Number.POSITIVE_INFINITY])
      expect(() => zeros([2, size])).toThrow(expect.objectContaining({ code: "shape-invalid" }));
  });
});

describe("ways to make a tensor", () => {
  it("count, divide evenly, fill", () => {
    expect(Array.from(arange(2, 9, 3).data)).toEqual([2, 5, 8]);
    expect(Array.from(arange(3, 0, -1).data)).toEqual([3, 2, 1]);
    expect(arange(3, 0).shape).toEqual([0]);
    expect(arange(0, 2, 0.5)).toEqual(tensor([0, 0.5, 1, 1.5]));
    expect(arange(0, 2).dtype).toBe("i32");
    expect(arange(0.5, 3).dtype).toBe("f32");
    expect(Array.from(linspace(0, 1, 5, "f64").data)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(linspace(0, 0.7, 8, "f64").data[7]).toBe(0.7);
    expect(toNested(eye(2, 3))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(toNested(full([2], 7, "i32"))).toEqual([7, 7]);
  });

  it("convert: floats are cut towards 0, anything but 0 is true", () => {
    expect(toNested(convert(tensor([1.9, -1.9, 0]), "i32"))).toEqual([1, -1, 0]);
    expect(toNested(convert(tensor([0.5, 0, Number.NaN]), "bool"))).toEqual([true, false, true]);
    expect(convert(scalar(1), "f32").dtype).toBe("f32");
    expect(toNested(convert(tensor([2 ** 31, Number.NaN, Infinity], "f64"), "i32"))).toEqual([
      -(2 ** 31),
      0,
      0,
    ]);
  });

  it("take typed arrays without copying", () => {
    const data = Float64Array.of(1, 2);
    expect(fromData(data).data).toBe(data);
  });

  it.each([
    ["a step of 0", () => arange(0, 3, 0), "step-zero"],
    ["an end at infinity", () => arange(0, Number.POSITIVE_INFINITY), "range-invalid"],
    ["a start that is no number", () => arange(Number.NaN, 3), "range-invalid"],
    ["half an evenly spaced number", () => linspace(0, 1, 2.5), "size-invalid"],
    ["fewer than none", () => linspace(0, 1, -1), "size-invalid"],
    ["an identity of size -1", () => eye(-1), "shape-invalid"],
    ["a shape beyond all numbers", () => zeros([1e200, 1e200]), "out-of-memory"],
    ["data that do not fill the shape", () => fromData(new Float32Array(3), [2, 2]), "data-size"],
    ["data of another dtype", () => new Tensor("f64", [3], new Float32Array(3)), "data-type"],
    ["an array type without dtype", () => fromData(new Uint16Array(2) as unknown as Uint8Array), "data-type"],
    ["a negative size", () => zeros([2, -1]), "shape-invalid"],
    ["negative sizes whose product fits", () => fromData(new Float32Array(6), [-2, -3]), "shape-invalid"],
    ["half an entry", () => full([2.5], 1), "shape-invalid"],
    ["the one number of several", () => zeros([2]).item(), "not-scalar"],
    [
      "nested arrays of a whole memory",
      () => toNested(Object.create(zeros([1]), { size: { value: 2 ** 29 } })),
      "too-large",
    ],
  ] satisfies [string, () => unknown, string][])("refuse %s", (_, f, code) => {
    expect(f).toThrow(expect.objectContaining({ code }));
  });

  it("say how much was asked for when memory is out", () => {
    expect(() => allocate("f64", 2 ** 50)).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: cannot allocate 1125899906842624 numbers of f64
        help: use a smaller batch, window or hidden size]
    `);
  });
});
