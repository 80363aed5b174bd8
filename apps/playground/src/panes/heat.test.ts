import { expect, it } from "vitest";
import { byChange, colourTable, valueAt } from "./heat.ts";

const strip = { name: "f", label: undefined, scale: "share", steps: 2, units: 3 } as const;

it("begins and ends a ramp with its own colours", () => {
  const table = colourTable(["#000000", "#ff8000"]);
  expect([...table.subarray(0, 4)]).toEqual([0, 0, 0, 255]);
  expect([...table.subarray(255 * 4)]).toEqual([255, 128, 0, 255]);
});

it("puts the units that change most first", () => {
  expect(byChange({ ...strip, bytes: Uint8Array.of(0, 10, 100, 5, 200, 100) })).toEqual([1, 0, 2]);
});

it("reads values back to within 1/255", () => {
  expect(valueAt({ ...strip, bytes: new Uint8Array() }, 128)).toBeCloseTo(0.502, 3);
});
