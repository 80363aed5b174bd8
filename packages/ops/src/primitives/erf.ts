/** erf: the error function. */
import { apply, definePointwise, floatResult } from "../pointwise.ts";
import type { Operand, Value } from "../value.ts";
import { exp } from "./exp.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

export const erfPrimitive = definePointwise({
  name: "erf",
  of: erfOf,
  result: floatResult,
  gradient: ({ inputs: [x = 0], cotangent }) => [mul(cotangent, mul(twoOverRootPi, exp(neg(mul(x, x)))))],
});

/** The error function, entry by entry. On the plain device within 4 ulp of the true value in f64. */
export function erf(x: Operand): Value {
  return apply(erfPrimitive, x);
}

/**
 * Below 2 the series of Abramowitz & Stegun 7.1.6, all of whose terms are positive; above it 1 - erfc by the
 * continued fraction 7.1.14, whose error erfc's smallness hides. https://dlmf.nist.gov/7.6 and /7.9
 */
function erfOf(x: number): number {
  const a = Math.abs(x);
  if (!(a < 6)) return Number.isNaN(x) ? x : Math.sign(x); // erfc(6) is below half an ulp of 1
  if (a < 2) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > Math.abs(sum) * 2 ** -54; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return twoOverRootPi * Math.exp(-x * x) * sum;
  }
  let tail = a;
  for (let n = 60; n > 0; n--) tail = a + n / 2 / tail;
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * tail));
}
