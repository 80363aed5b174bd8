import { tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { add, detectNaN, div, log, mul, originNow, placeOfNaN, sub, sum, withOrigin } from "./index.ts";

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

  it("names the stretch of the text that asked for it, the innermost one", () => {
    const [line, call] = [
      { start: 0, end: 20 },
      { start: 5, end: 9 },
    ];
    const asked = () =>
      withOrigin(line, () =>
        mul(
          withOrigin(call, () => log(tensor([-1]))),
          2,
        ),
      );
    expect(() => detectNaN(asked)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ primitive: "log", origin: call }) }),
    );
    expect(withOrigin(line, () => withOrigin(undefined, originNow))).toBe(line);
    expect(() => withOrigin(line, () => log("x" as unknown as number))).toThrow();
    expect(originNow()).toBeUndefined();
  });
});

it("placeOfNaN finds the first in row-major order", () => {
  const nan = Number.NaN;
  expect(
    placeOfNaN(
      tensor([
        [1, 2, 3],
        [4, nan, nan],
      ]),
    ),
  ).toEqual([1, 1]);
  expect(placeOfNaN(tensor(nan))).toEqual([]);
  expect(placeOfNaN(tensor([[1], [2]]))).toBeUndefined();
  expect(placeOfNaN(tensor([0, 1], "i32"))).toBeUndefined();
});
