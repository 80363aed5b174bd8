import { describe, expect, it } from "vitest";
import { decades, powerText } from "./plot.ts";

describe("the logarithmic axis", () => {
  it("names every power of ten of a loss that falls", () => {
    expect(decades(0.001, 10).map(powerText)).toEqual(["0.001", "0.01", "0.1", "1", "10"]);
  });

  it("names some of the powers of a loss that explodes", () => {
    expect(decades(0.1, 1e30).map(powerText)).toEqual([
      "0.1",
      "1000",
      "1e7",
      "1e11",
      "1e15",
      "1e19",
      "1e23",
      "1e27",
    ]);
  });
});
