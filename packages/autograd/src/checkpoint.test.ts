import { add, matmul, mul, sum, tanh, type Value } from "@seqloom/ops";
import { normal, rng, type Tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { checkGrad } from "./check-grad.ts";
import { checkpoint } from "./checkpoint.ts";
import { grad } from "./grad.ts";

const w = normal(rng(1), [3, 3], "f64");
const x = normal(rng(2), [2, 3], "f64");
const c = normal(rng(3), [2, 3], "f64");
type P = { w: Value; x: Value };
const plain = (p: P) => tanh(matmul(tanh(matmul(p.x, p.w)), p.w));
const loss = (f: (p: P) => Value) => (p: P) => sum(mul(f(p), c));
const saved = (p: P) => checkpoint((v) => tanh(matmul(tanh(matmul(v, p.w)), p.w)))(p.x);

describe("checkpoint", () => {
  it("gives bit for bit the gradient that keeping everything gives, also for what the function uses from outside", () => {
    const want = grad(loss(plain))({ w, x });
    const got = grad(loss(saved))({ w, x });
    expect((got.w as Tensor).data).toEqual((want.w as Tensor).data);
    expect((got.x as Tensor).data).toEqual((want.x as Tensor).data);
  });

  it("gives each place its own gradient when one value is handed in twice", () => {
    const square = (p: { x: Value }) => sum(mul(checkpoint((a, b) => add(mul(a, b), a))(p.x, p.x), c));
    expect(checkGrad(square, { x }).worst).toBeLessThan(1e-8);
  });

  it("can be differentiated again", () => {
    const twice = (p: P) => sum(mul(grad(loss(saved))(p).w, normal(rng(4), [3, 3], "f64")));
    expect(checkGrad(twice, { w, x }).worst).toBeLessThan(1e-7);
  });
});
