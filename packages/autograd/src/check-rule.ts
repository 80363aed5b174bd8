/** checkRule: first and second derivatives of an operation against central differences. */
import { add, mul, sum, type Value } from "@seqloom/ops";
import { normal, type Rng, split, type Tensor } from "@seqloom/tensor";
import { type CheckGradOptions, checkGrad, type GradientCheck } from "./check-grad.ts";
import { grad } from "./grad.ts";

export interface RuleCheck {
  readonly first: GradientCheck;
  /** Of the first derivative along a random direction. */
  readonly second: GradientCheck;
}

/**
 * Checks the gradient rules of an operation, under a random cotangent and along a random direction: a plain sum
 * would hide entries that are swapped.
 *
 * @param f       an operation on f64 values; its result is f64
 * @param inputs  where it is smooth within the step of the differences
 * @param key     draws the cotangent and the direction
 * @example expect(checkRule(tanh, [normal(rng(1), [2, 3], "f64")], rng(2)).second.worst).toBeLessThan(1e-6);
 */
export function checkRule(
  f: (...inputs: Value[]) => Value,
  inputs: readonly Tensor[],
  key: Rng,
  options: CheckGradOptions = {},
): RuleCheck {
  const [forCotangent = key, ...forDirections] = split(key, 1 + inputs.length);
  const cotangent = normal(forCotangent, f(...inputs).shape, "f64");
  const directions = inputs.map((x, i) => normal(forDirections[i] ?? key, x.shape, "f64"));
  const loss = (values: readonly Value[]): Value => sum(mul(f(...values), cotangent));
  const slope = (values: readonly Value[]): Value =>
    grad(loss)(values)
      .map((g, i) => sum(mul(g, directions[i] ?? 0)))
      .reduce((a, b) => add(a, b));
  const values: readonly Value[] = inputs;
  return { first: checkGrad(loss, values, options), second: checkGrad(slope, values, options) };
}
