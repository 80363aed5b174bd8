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
 * Up to 1.25 the series of DLMF 7.6.2, all of whose terms are positive; above it 1 - erfc by the continued
 * fraction of DLMF 7.9.2, whose rounding erfc's smallness hides. https://dlmf.nist.gov/7
 */
function erfOf(x: number): number {
  const a = Math.abs(x);
  if (!(a < 6)) return Number.isNaN(x) ? x : Math.sign(x); // erfc(6) is below half an ulp of 1
  if (a < 1.25) {
    let sum = 1;
    for (let n = 25; n > 0; n--) sum = 1 + (sum * 2 * x * x) / (2 * n + 1);
    return twoOverRootPi * Math.exp(-x * x) * x * sum;
  }
  let tail = a;
  for (let n = 150; n > 0; n--) tail = a + n / 2 / tail;
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * tail));
}
