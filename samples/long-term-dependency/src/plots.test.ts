import { expect, it } from "vitest";
import { geometricMean } from "./plots.ts";

it("averages signals by their logarithms, and draws nothing where one is as good as 0", () => {
  const mean = geometricMean([{ best: [0, 1e-8, 1] }, { best: [1, 1e-4, 1] }]);
  expect(mean.map((value) => Math.log10(value).toFixed(1))).toEqual(["NaN", "-6.0", "0.0"]);
});
