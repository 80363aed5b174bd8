import { add, less, matmul, mul, slice, sum, tanh, type Value } from "@seqloom/ops";
import { normal, rng, type Tensor, tensor, toNested, zeros } from "@seqloom/tensor";
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

describe("jacobian of odd functions", () => {
  it("is zeros where nothing depends on the input, whatever the input holds", () => {
    const constant = jacobian(() => tensor([1, 2], "f64"));
    expect(constant(tensor([Number.NaN], "f64"))).toEqual(zeros([2, 1], "f64"));
  });

  it("has no rows for no outputs, in the dtype of the input", () => {
    expect(jacobian((x) => slice(x, 0, 0, 0))(tensor([1, 2], "f64"))).toEqual(zeros([0, 2], "f64"));
    expect(jacobian((x) => x)(zeros([0], "f64"))).toEqual(zeros([0, 0], "f64"));
  });

  it("needs floats on both sides", () => {
    const refused = expect.objectContaining({ code: "not-differentiable" });
    expect(() => jacobian((x) => mul(x, 0.5))(tensor([1], "i32"))).toThrow(refused);
    expect(() => jacobian((x) => less(x, 0))(tensor([1]))).toThrow(refused);
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

  it("refuses a direction that would broadcast, one of another form, and a point of nothing", () => {
    const along = hessianVectorProduct(loss);
    expect(() => along({ w }, { w: zeros([1, 2], "f64") })).toThrowErrorMatchingInlineSnapshot(`
      [SeqError: hessianVectorProduct: the point is w f64[2, 2], the direction w f64[1, 2]
        help: give a direction with a value of the same path and shape for each parameter]
    `);
    const odd = (tree: unknown) => tree as { w: Value }; // what no type checker saw
    const refused = expect.objectContaining({ code: "direction-form" });
    expect(() => along({ w }, odd({ w: d, v: d }))).toThrow(refused);
    expect(() => along({ w }, odd({}))).toThrow(refused);
    expect(() => along(odd({}), odd({}))).toThrow(refused);
  });
});
