import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusal } from "../refusal.test-tool.ts";
import { fitScaler, quantileOf, scale, scaleMethods, unscale } from "./scaler.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("fitScaler", () => {
  it("fits what each method says", () => {
    const values = of(1, 2, 3, 4, 10);
    expect(fitScaler("standard", values)).toEqual({ method: "standard", shift: 4, factor: Math.sqrt(10) });
    expect(fitScaler("minmax", values)).toEqual({ method: "minmax", shift: 1, factor: 9 });
    expect(fitScaler("robust", values)).toEqual({ method: "robust", shift: 3, factor: 2 });
    expect(fitScaler("mean", of(-2, 4))).toEqual({ method: "mean", shift: 0, factor: 3 });
    expect(fitScaler("log", values)).toEqual({ method: "log", shift: 0, factor: 1 });
    expect(scale(fitScaler("log", values), Math.E)).toBe(1);
    expect(fitScaler("none", of())).toEqual({ method: "none", shift: 0, factor: 1 });
  });

  it("is undone exactly, up to rounding, by every method", () => {
    const values = fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
    const other = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...scaleMethods), values, other, (method, numbers, value) => {
        const scaler = fitScaler(method, Float64Array.from(numbers));
        const back = unscale(scaler, scale(scaler, value));
        // Taking the shift away and adding it loses what lies below its last bit.
        const lost = 4 * Number.EPSILON * (Math.abs(value) + Math.abs(scaler.shift) + 20);
        expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.max(lost, 1e-13 * Math.abs(value)));
      }),
    );
  });

  it("shifts a column that does not vary and divides by nothing", () => {
    for (const method of ["standard", "minmax", "robust"] as const) {
      const scaler = fitScaler(method, of(5, 5, 5));
      expect([scale(scaler, 5), scale(scaler, 6), unscale(scaler, 0)]).toEqual([0, 1, 5]);
    }
    expect(fitScaler("mean", of(0, 0)).factor).toBe(1);
  });

  it("refuses a logarithm of 0 and nothing to fit on", () => {
    expect(refusal(() => fitScaler("log", of(1, 0), "sales"))).toMatchObject({
      code: "scale-log",
      details: { column: "sales", value: 0 },
    });
    expect(refusal(() => scale(fitScaler("log", of(1)), -1)).code).toBe("scale-log");
    expect(refusal(() => fitScaler("standard", of())).code).toBe("scale-no-rows");
  });

  it("takes quantiles as NumPy does", () => {
    const sorted = of(1, 2, 4, 8);
    // numpy.quantile([1, 2, 4, 8], [0, .1, .5, .9, 1]), NumPy 2: 1, 1.3, 3, 6.8, 8
    const found = [0, 0.1, 0.5, 0.9, 1].map((share) => quantileOf(sorted, share));
    [1, 1.3, 3, 6.8, 8].forEach((want, i) => {
      expect(found[i]).toBeCloseTo(want, 12);
    });
  });
});
