import { describe, expect, it } from "vitest";
import { fromData, tensor, toNested } from "./create.ts";
import { fromNdarray, toNdarray } from "./ndarray.ts";

describe("ndarray convention", () => {
  const data = Float32Array.of(1, 2, 3, 4, 5, 6);

  it("takes row-major data without copying, from an offset on", () => {
    const x = fromNdarray({ data, shape: [2, 2], stride: [2, 1], offset: 2 });
    expect(toNested(x)).toEqual([
      [3, 4],
      [5, 6],
    ]);
    expect(x.data.buffer).toBe(data.buffer);
  });

  it("follows transposed, negative and zero strides", () => {
    expect(toNested(fromNdarray({ data, shape: [3, 2], stride: [1, 3], offset: 0 }))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(toNested(fromNdarray({ data, shape: [3], stride: [-2], offset: 5 }))).toEqual([6, 4, 2]);
    expect(toNested(fromNdarray({ data, shape: [2, 2], stride: [0, 1], offset: 1 }))).toEqual([
      [2, 3],
      [2, 3],
    ]);
    expect(toNested(fromNdarray({ data, shape: [], stride: [], offset: 3 }))).toBe(4);
    expect(fromNdarray({ data, shape: [0, 3], stride: [3, 1], offset: 0 }).shape).toEqual([0, 3]);
  });

  it("makes bytes i32 and plain arrays f64", () => {
    expect(fromNdarray({ data: Uint8Array.of(9, 8), shape: [2], stride: [1], offset: 0 })).toEqual(
      tensor([9, 8], "i32"),
    );
    expect(fromNdarray({ data: [0.1, 0.2], shape: [2], stride: [1], offset: 0 })).toEqual(
      tensor([0.1, 0.2], "f64"),
    );
  });

  it("goes there and back", () => {
    const x = fromData(
      Int32Array.from({ length: 24 }, (_, i) => i),
      [2, 3, 4],
    );
    expect(fromNdarray(toNdarray(x))).toEqual(x);
    expect(toNdarray(x).stride).toEqual([12, 4, 1]);
  });

  it("refuses strides that reach outside the data or between its entries", () => {
    for (const wrong of [
      { stride: [3, 1], offset: 1 },
      { stride: [-3, 1], offset: 2 },
      { stride: [1], offset: 0 },
      { stride: [1.5, 1], offset: 0 },
      { stride: [2, 1], offset: 0.5 },
      { stride: [Number.NaN, 1], offset: 0 },
    ]) {
      expect(() => fromNdarray({ data, shape: [2, 3], ...wrong })).toThrow(
        expect.objectContaining({ code: "ndarray-strides" }),
      );
    }
  });
});
