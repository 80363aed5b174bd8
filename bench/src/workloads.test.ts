import { expect, it } from "vitest";
import { chooseWorkloads, flopsOf, quickWorkloads, regression, workloads } from "./workloads.ts";

it("counts the operations that a training step really needs", () => {
  // 4 gates, 32 x 50 rows: 6 (1 + 32) 32 for the products, less 2 x 1 x 32 for the gradient of x, and the head.
  const want = 4 * 32 * 50 * 32 * (6 * (1 + 32) - 2) + 6 * 32 * 32;
  expect(flopsOf(regression("lstm", 32, 50, 1, 32, 1))).toBe(want);
});

it("knows the quick workloads by name, and names no two alike", () => {
  const names = workloads.map(({ name }) => name);
  expect(quickWorkloads.filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

it("chooses by parts of names and says what there is when nothing fits", () => {
  expect(chooseWorkloads(["gru "]).map(({ name }) => name)).toEqual(["gru 32/50/8/128/1"]);
  expect(() => chooseWorkloads(["lsmt"])).toThrow(/lsmt; there are lstm 32/);
});
