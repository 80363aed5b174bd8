import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesPerElement, type DType, dtypeOfData, isFloat, promote } from "./dtype.ts";
import {
  broadcastShapes,
  dims,
  formatType,
  normalizeAxes,
  normalizeAxis,
  sizeOf,
  stridesOf,
} from "./shape.ts";

describe("shapes", () => {
  it("have strides that step over the axes behind", () => {
    expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
    expect(stridesOf([])).toEqual([]);
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([3, 0])).toBe(0);
    expect(formatType({ dtype: "f32", shape: [2, 3] })).toBe("f32[2, 3]");
  });

  it("broadcast in any order, with themselves, and with [] to themselves", () => {
    const shape = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(
        shape,
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        fc.nat(4),
        (a, ones, drop) => {
          const b = a.map((n, i) => (ones[i] ? 1 : n)).slice(drop);
          expect(broadcastShapes(a, b)).toEqual(a);
          expect(broadcastShapes(b, a)).toEqual(a);
          expect(broadcastShapes(a, a)).toEqual(a);
          expect(broadcastShapes([], a)).toEqual(a);
        },
      ),
      { numRuns: 100, seed: 1 },
    );
    expect(broadcastShapes([4, 1], [1, 5])).toEqual([4, 5]);
    expect(broadcastShapes([0], [1])).toEqual([0]);
  });

  it("that do not broadcast are named with the axis", () => {
    expect(() => broadcastShapes([2, 0], [2, 3], "add")).toThrow(
      expect.objectContaining({
        code: "shape-mismatch",
        details: { op: "add", left: [2, 0], right: [2, 3], axis: 1 },
      }),
    );
  });
});

describe("axes", () => {
  it("count from the end below 0", () => {
    expect(normalizeAxis(-1, 3, "sum")).toBe(2);
    expect(normalizeAxes([-1, 0], 3, "sum")).toEqual([0, 2]);
    expect(normalizeAxes(undefined, 2, "sum")).toEqual([0, 1]);
  });

  it("outside, between, or named twice are refused", () => {
    expect(() => normalizeAxis(3, 3, "sum")).toThrow(/sum: axis 3 .* 3 axes\n {2}help: use -3 to 2/);
    expect(() => normalizeAxis(0, 0, "sum")).toThrow("a scalar has no axes");
    expect(() => normalizeAxis(0.5, 3, "sum")).toThrow(expect.objectContaining({ code: "axis-range" }));
    expect(() => normalizeAxes([0, -2], 2, "sum")).toThrow(expect.objectContaining({ code: "axis-twice" }));
  });
});

describe("dims", () => {
  it("names sizes", () => {
    expect(dims({ shape: [5, 2, 8] }, "T B I", { I: 8 })).toEqual({ T: 5, B: 2, I: 8 });
  });

  it("refuses another number of axes, a size that is known, and one name with two sizes", () => {
    expect(() => dims({ shape: [5, 2] }, "T B I", {}, "input")).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: input: [5, 2] has 2 axes, not 3 (T, B, I)
        help: expected [T, B, I]]
    `);
    expect(() => dims({ shape: [5, 2, 7] }, "T B I", { I: 8 }, "input")).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: input: [5, 2, 7] has I = 7, but I is 8
        help: expected [T, B, I = 8]]
    `);
    expect(() => dims({ shape: [2, 3] }, "H H", {}, "weight")).toThrow("H = 3, but H is 2");
  });
});

describe("dtypes", () => {
  it("widen in the order bool, i32, f32, f64, whichever comes first", () => {
    const order: readonly DType[] = ["bool", "i32", "f32", "f64"];
    order.forEach((a, i) => {
      order.forEach((b, k) => {
        expect(promote(a, b)).toBe(order[Math.max(i, k)]);
      });
    });
  });

  it("know their arrays and bytes", () => {
    expect(dtypeOfData(new Uint8Array(1))).toBe("bool");
    expect(dtypeOfData(new Uint16Array(1))).toBeUndefined();
    expect(bytesPerElement).toEqual({ bool: 1, f32: 4, f64: 8, i32: 4 });
    expect(isFloat("i32")).toBe(false);
  });
});
