import { expect, it } from "vitest";
import { agreementOf } from "./agreement.ts";

it("calls losses the same that differ by rounding, and says by how much", () => {
  const { verdict, difference } = agreementOf([1, 0.900009], [1.000001, 0.9], 2e-6);
  expect(verdict).toBe("same");
  expect(difference).toBeCloseTo(1e-5, 7);
});

it("is stricter before the first update than after it", () => {
  expect(agreementOf([1.00001, 0.9], [1, 0.9], 2e-6).verdict).toBe("different");
});

it("sees another update rule by the second loss", () => {
  expect(agreementOf([1, 0.98], [1, 0.97], 1e-5).verdict).toBe("different");
});

it("compares the first loss of those that do not train", () => {
  expect(agreementOf([1], [1, 0.9], 1e-5).verdict).toBe("first");
});

it("checks nothing where there are no losses, and finds NaN different", () => {
  expect(agreementOf([], [1], 1e-5).verdict).toBe("unchecked");
  expect(agreementOf([Number.NaN], [1], 1e-5).verdict).toBe("different");
});
