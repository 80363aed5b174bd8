import { expect, it } from "vitest";
import { pairedRatio, quantile, summarise } from "./statistics.ts";

it("gives the middle, the fastest and the quartiles of times in any order", () => {
  expect(summarise([5, 1, 3, 2, 4])).toEqual({ median: 3, fastest: 1, quartiles: [2, 4], count: 5 });
});

it("goes between the two middle times of an even count", () => {
  expect(summarise([1, 2, 4, 9]).median).toBe(3);
  expect(quantile([1, 2, 4, 9], 0.25)).toBe(1.75);
});

it("has no quantile of nothing", () => {
  expect(quantile([], 0.5)).toBeNaN();
});

it("compares round by round, so that a slow minute that both had does not count", () => {
  const ours = [
    [1, 1],
    [10, 10],
    [1, 1],
  ];
  const theirs = [
    [2, 2],
    [20, 20],
    [2, 2],
  ];
  expect(pairedRatio(ours, theirs)).toEqual({ median: 2, range: [2, 2], fastest: 2 });
});

it("leaves out rounds that one of the two sat out", () => {
  expect(pairedRatio([[1], [1], [1]], [[3], [], [5]])).toEqual({ median: 4, range: [3, 5], fastest: 3 });
  expect(pairedRatio([[1], []], [[], [2]])).toBeUndefined();
});
