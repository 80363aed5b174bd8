import { tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { add, detectNaN, div, log, mul, sub, sum } from "./index.ts";

describe("detectNaN", () => {
  it("names the first primitive that made a NaN, not those that passed it on", () => {
    const loss = () => sum(mul(2, log(sub(tensor([[3], [0]]), 1))));
    expect(() => detectNaN(loss)).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: log made the first NaN, at [1, 0] of [2, 1]
        help: look at its operands there: 0 / 0, Infinity - Infinity, 0 * Infinity, or a logarithm or root below 0]
    `);
  });

  it("tells a NaN that was handed in from one that was made", () => {
    expect(() => detectNaN(() => add(1, tensor([0, Number.NaN])))).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: add was given a NaN: operand 1, at [1] of [2]
        help: no primitive made it; look at the data and parameters that were handed in]
    `);
  });

  it("gives the result where there is none, and sees nothing afterwards", () => {
    expect(detectNaN(() => log(tensor([1]))).shape).toEqual([1]);
    expect(() => detectNaN(() => div(0, 0))).toThrow(expect.objectContaining({ code: "nan" }));
    expect(div(0, 0).shape).toEqual([]);
  });
});
