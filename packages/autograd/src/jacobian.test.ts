import { add, matmul, mul, sum, tanh, type Value } from "@seqloom/ops";
import { normal, rng, type Tensor, tensor, toNested } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { checkGrad } from "./check-grad.ts";
import { grad } from "./grad.ts";
import { hessianVectorProduct, jacobian } from "./jacobian.ts";

describe("jacobian", () => {
  it("has the output's axes first, then the input's", () => {
    const w = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(toNested(jacobian((x) => matmul(w, x))(tensor([1, 1, 1])) as Tensor)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(toNested(jacobian((x) => mul(x, x))(tensor([1, 2])) as Tensor)).toEqual([
      [2, 0],
      [0, 4],
    ]);
  });
});

describe("hessianVectorProduct", () => {
  const loss = (p: { w: Value }) => sum(mul(tanh(p.w), mul(p.w, p.w)));
  const w = normal(rng(1), [2, 2], "f64");
  const d = normal(rng(2), [2, 2], "f64");

  it("is the gradient of the directional derivative", () => {
    const got = hessianVectorProduct(loss)({ w }, { w: d }).w as Tensor;
    const step = 1e-6;
    const slope = (sign: number) => grad(loss)({ w: add(w, mul(d, sign * step)) }).w as Tensor;
    const [up, down] = [slope(1), slope(-1)];
    got.data.forEach((value, i) => {
      expect(value).toBeCloseTo(((up.data[i] ?? 0) - (down.data[i] ?? 0)) / (2 * step), 7);
    });
    expect(checkGrad(loss, { w }).worst).toBeLessThan(1e-8);
  });
});
