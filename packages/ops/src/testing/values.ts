/** What tests read out of values. */
import { type Nested, toNested } from "@seqloom/tensor";
import { expect } from "vitest";
import { concrete, sub, type Value } from "../index.ts";

/** The entries in row-major order. */
export function numbers(x: Value): number[] {
  return Array.from(concrete(x)?.data ?? []);
}

/** The entries as nested arrays. */
export function nested(x: Value): Nested {
  const known = concrete(x);
  return known === undefined ? [] : toNested(known);
}

/** Expects the same shape, and entries equal to so many digits after the point. */
export function expectNear(got: Value, want: Value, digits = 12): void {
  expect(got.shape).toEqual(want.shape);
  for (const difference of numbers(sub(got, want))) expect(difference).toBeCloseTo(0, digits);
}
