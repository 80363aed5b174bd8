/** The logarithm of the gamma function, of elementary operations so that its gradient (digamma) follows. */
import { add, div, log, log1p, mul, type Operand, sub, type Value } from "@seqloom/ops";

/** Stirling's series: coefficients of 1/z, 1/z^3, 1/z^5, ... (DLMF 5.11.1, https://dlmf.nist.gov/5.11.E1). */
const series = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360] as const;

/** Steps by which x is moved up before the series, which is then right to 1e-14 for every x > 0. */
const shift = 8;

/** log(gamma(x)) for x > 0; the error is below 1e-13 max(10, |result|) in f64 and a few roundings of that in f32. */
export function logGamma(x: Value): Value {
  const z = add(x, shift);
  const main = sub(mul(sub(z, 0.5), log(z)), sub(z, 0.5 * Math.log(2 * Math.PI)));
  return sub(
    add(main, tail(z)),
    sumOver((i) => log(add(x, i))),
  );
}

/**
 * log(gamma(x + y) / gamma(x)) for x > 0 and y >= 0. For large x the two logarithms agree in most digits; here each
 * term is a difference already, so that nothing cancels.
 */
export function logGammaRatio(x: Value, y: Operand): Value {
  const z = add(x, shift);
  const w = add(z, y);
  // (w - 1/2) log w - (z - 1/2) log z - (w - z)
  const main = sub(add(mul(sub(z, 0.5), log1p(div(y, z))), mul(y, log(w))), y);
  return sub(
    add(main, sub(tail(w), tail(z))),
    sumOver((i) => log1p(div(y, add(x, i)))),
  );
}

function sumOver(term: (i: number) => Value): Value {
  let sum = term(0);
  for (let i = 1; i < shift; i++) sum = add(sum, term(i));
  return sum;
}

function tail(z: Value): Value {
  const inverse = div(1, z);
  const square = mul(inverse, inverse);
  return mul(
    series.reduceRight<Operand>((sum, c) => add(mul(sum, square), c), 0),
    inverse,
  );
}
