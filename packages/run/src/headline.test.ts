import { describe, expect, it } from "vitest";
import { type Compared, headline } from "./evaluate.ts";

const said = (verdict: Compared["verdict"], skill: number, low: number, high: number) =>
  headline({ verdict, skill: { skill, low, high }, reported: { count: 300, name: "close" } });

describe("headline", () => {
  it("says by how much the error is smaller, and within what", () => {
    expect(said("better", 0.01, 0.002, 0.018)).toBe(
      "The model beats naive on 300 test forecasts of close: its mean absolute error is 1.0 % smaller (95 % interval 0.2 % to 1.8 %).",
    );
  });

  it("says that it can be luck where the interval holds 0", () => {
    expect(said("perhaps better", 0.008, -0.0001, 0.014)).toContain(
      "is 0.8 % smaller, which can be luck (95 % interval 0.0 % to 1.4 %).",
    );
    expect(said("not better", -0.004, -0.02, 0.01)).toContain(
      "is 0.4 % larger, which can be luck (95 % interval -1.0 % to 2.0 %).",
    );
  });

  it("says that naive does not err, where nothing can be smaller", () => {
    expect(said("not better", -Infinity, -Infinity, -Infinity)).toBe(
      "The model does not beat naive on 300 test forecasts of close: naive makes no error there.",
    );
    expect(said("not better", -3, -Infinity, -1)).toContain("(95 % interval 100.0 % to any size)");
  });

  it("tells the interval of a larger error in the same direction as the error", () => {
    expect(said("not better", -0.207, -0.302, -0.127)).toContain(
      "is 20.7 % larger (95 % interval 12.7 % to 30.2 %).",
    );
  });
});
