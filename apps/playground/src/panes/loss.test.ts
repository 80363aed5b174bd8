import { expect, it } from "vitest";
import { curvesOf } from "./loss.ts";

it("puts models of different length on common steps", () => {
  const { steps, columns } = curvesOf([
    [4, 2],
    [1, 1, 1, 0],
  ]);
  expect(steps).toEqual([1, 2, 3, 4]);
  expect(columns).toEqual([
    [4, 2, undefined, undefined],
    [4, 3, undefined, undefined],
    [1, 1, 1, undefined],
    [1, 1, 1, 0.75],
  ]);
});

it("thins long curves and draws nothing that is not a number", () => {
  const { steps, columns } = curvesOf([Array.from({ length: 5_000 }, (_, i) => (i === 0 ? Number.NaN : 1))]);
  expect(steps).toHaveLength(1_000);
  expect(columns[0]?.[0]).toBe(undefined);
});
