import { expect, it } from "vitest";
import { geometricMean } from "./plots.ts";

it("averages signals by their logarithms, and counts one below what f32 holds as the smallest", () => {
  const mean = geometricMean([{ best: [1e-8, 1, 0] }, { best: [1e-4, 1, 1] }]);
  expect(mean.map((value) => Math.log10(value).toFixed(1))).toEqual(["-6.0", "0.0", "-22.5"]);
});
