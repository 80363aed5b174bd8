import { bindOne, definePointwise, mul, type Operand, sum, type Value } from "@seqloom/ops";
import { tensor } from "@seqloom/tensor";
import { expect, it } from "vitest";
import { checkGrad } from "./check-grad.ts";

/** The sum of x^2, whose gradient is 2 x, differentiated as if it were `factor` x. */
const square = (factor: Operand) => {
  const primitive = definePointwise({
    name: "square",
    of: (x) => x * x,
    gradient: ({ inputs: [x = 0], cotangent }) => [mul(mul(cotangent, factor), x)],
  });
  return (x: Value) => sum(bindOne(primitive, [x], {}));
};
const x = tensor([0.2, 2, 0.3], "f64");

it("finds the worst entry, with its place and both numbers", () => {
  expect(checkGrad(square(2), x).worst).toBeLessThan(1e-9);
  const found = checkGrad((p: { a: { x: Value } }) => square(3)(p.a.x), { a: { x } });
  expect(found).toMatchObject({ at: "a.x[1]", analytic: 6 });
  expect(found.numeric).toBeCloseTo(4, 8);
  expect(found.worst).toBeCloseTo(2 / 6, 8);
});

it.each([0, 1, 2])("never passes over a NaN, at entry %d of three", (place) => {
  const factors = [2, 2, 2].with(place, Number.NaN);
  expect(checkGrad(square(tensor(factors, "f64")), x)).toMatchObject({ worst: Number.NaN, at: `[${place}]` });
});
