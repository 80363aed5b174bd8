import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { arange, fromData, linspace, scalar, tensor, zeros } from "./create.ts";
import type { Tensor } from "./tensor.ts";

const { NaN: nan, POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: low } = Number;

/** Texts made with NumPy 2.4: np.array2string(a, separator=", "); nan and inf are its names too. */
describe("format", () => {
  const numpy: Readonly<Record<string, readonly [Tensor, string]>> = {
    "aligns points and signs": [
      tensor([
        [1, 2.5],
        [-3, 4.125],
      ]),
      "[[ 1.   ,  2.5  ],\n [-3.   ,  4.125]]",
    ],
    "writes as few digits as tell an f32 apart": [
      tensor([0.1, 1 / 3, 2 / 3]),
      "[0.1       , 0.33333334, 0.6666667 ]",
    ],
    "writes f64 to eight digits": [
      tensor([0.1, 1 / 3, 2 / 3], "f64"),
      "[0.1       , 0.33333333, 0.66666667]",
    ],
    "takes exponents where sizes are far apart": [tensor([0.5, 501], "f64"), "[5.00e-01, 5.01e+02]"],
    "takes exponents for small numbers": [
      tensor([1e-5, 1, 123.456]),
      "[1.00000e-05, 1.00000e+00, 1.23456e+02]",
    ],
    "takes exponents for f32 from a million on": [tensor([1e6, 2.5e6]), "[1.0e+06, 2.5e+06]"],
    "but not below": [tensor([999999, 1.5e5]), "[999999., 150000.]"],
    "widens exponents together": [tensor([1e8, -2.5e120], "f64"), "[ 1.0e+008, -2.5e+120]"],
    "rounds a tie to the even digit": [tensor([0.001953125, 1], "f64"), "[0.00195312, 1.        ]"],
    "names what is no number": [tensor([1, nan, low, inf, -0]), "[  1.,  nan, -inf,  inf,  -0.]"],
    "aligns integers": [
      tensor(
        [
          [1, -20],
          [300, 4],
        ],
        "i32",
      ),
      "[[  1, -20],\n [300,   4]]",
    ],
    "leaves lines free between matrices": [
      fromData(
        Int32Array.from({ length: 8 }, (_, i) => i),
        [2, 2, 2],
      ),
      "[[[0, 1],\n  [2, 3]],\n\n [[4, 5],\n  [6, 7]]]",
    ],
    "breaks a long row": [
      linspace(0, 1, 9, "f64"),
      "[0.   , 0.125, 0.25 , 0.375, 0.5  , 0.625, 0.75 , 0.875, 1.   ]",
    ],
    "breaks a longer row": [
      arange(0, 25, 1),
      "[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,\n 18, 19, 20, 21, 22, 23, 24]",
    ],
    "shows the edges of over 1,000 entries": [arange(0, 1001), "[   0,    1,    2, ...,  998,  999, 1000]"],
    "shows the edges along each axis": [
      zeros([40, 40]),
      `[${[0, 1, 2, 3, 4, 5, 6].map((i) => (i === 3 ? "..." : "[0., 0., 0., ..., 0., 0., 0.]")).join(",\n ")}]`,
    ],
    "writes a scalar": [scalar(2.5), "2.5"],
  };
  it.each(Object.entries(numpy))("%s", (_, [x, text]) => {
    const [type] = /^\w+\[[^\]]*\]/.exec(x.toString()) ?? [""];
    expect(x.toString()).toBe(`${type}${x.rank > 1 ? "\n" : " "}${text}`);
  });

  it("puts the type in front", () => {
    expect(tensor([true, false]).toString()).toBe("bool[2] [ true, false]");
    expect(zeros([2, 0, 3]).toString()).toBe("f32[2, 0, 3] []");
    expect(scalar(3, "i32").toString()).toBe("i32[] 3");
  });

  it("is short for any size and any number of axes", () => {
    expect(zeros([3000, 3000], "bool").toString().length).toBeLessThan(600);
    expect(zeros([8, 8, 8, 8, 8, 8]).toString().length).toBeLessThan(60_000);
    expect(zeros(new Array(20).fill(2), "bool").toString()).toBe(
      `bool[${new Array(20).fill(2).join(", ")}] [...]`,
    );
  });

  it("is what Node's console shows", () => {
    expect(inspect(tensor([1, 2]))).toBe("f32[2] [1., 2.]");
  });
});
