import { describe, expect, it } from "vitest";
import { add, constant, multiply, numberOf, show, substitute, symbol } from "./polynomial.ts";

const n = symbol("n");
const m = symbol("m");

describe("polynomials", () => {
  it("are written alike when they are equal", () => {
    expect(add(n, n)).toEqual(multiply(constant(2), n));
    expect(multiply(add(n, m), add(n, m, -1))).toEqual(add(multiply(n, n), multiply(m, m), -1));
    expect(add(n, n, -1)).toEqual([]);
  });

  it("become whole again when halves and thirds add up", () => {
    const third = multiply(n, constant(1 / 3));
    expect(add(add(third, third), third)).toEqual(n);
    expect(multiply(constant(1 / 49), constant(49))).toEqual(constant(1));
  });

  it("give a number when nothing is left to know", () => {
    expect(numberOf(substitute(add(multiply(constant(2), n), constant(1)), "n", constant(16)))).toBe(33);
    expect(numberOf(n)).toBeUndefined();
    expect(numberOf([])).toBe(0);
  });

  it("are shown as they are written", () => {
    expect(show(add(multiply(constant(2), n), constant(1)))).toBe("2 * n + 1");
    expect(show(add(n, constant(3), -1))).toBe("n - 3");
    expect(show(multiply(symbol("~word"), m))).toBe("m * word");
    expect(show([])).toBe("0");
  });
});
