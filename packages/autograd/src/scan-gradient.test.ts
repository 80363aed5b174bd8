import { scan } from "@seqloom/graph";
import { add, matmul, mul, sigmoid, sub, sum, tanh, type Value } from "@seqloom/ops";
import { normal, rng, type Tensor, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { checkGrad } from "./check-grad.ts";
import { grad } from "./grad.ts";

const [T, B, I, H] = [4, 2, 3, 2];
const cotangent = normal(rng(9), [T, B, H], "f64");

/** A gated cell with two states: sigmoid gate from x and h, candidate from x. */
function loss(p: { w: Value; u: Value; v: Value; x: Value; h: Value; c: Value }, reverse = false): Value {
  const { carry, ys } = scan(
    ({ h, c }: { h: Value; c: Value }, { x }: { x: Value }) => {
      const gate = sigmoid(add(matmul(x, p.w), matmul(h, p.u)));
      const next = add(mul(gate, c), mul(sub(1, gate), tanh(matmul(x, p.v))));
      return { carry: { h: tanh(next), c: next }, ys: { y: mul(tanh(next), gate) } };
    },
    { h: p.h, c: p.c },
    { x: p.x },
    { reverse },
  );
  return add(sum(mul(ys.y, cotangent)), sum(mul(carry.c, 0.3)));
}

const params = {
  w: normal(rng(1), [I, H], "f64"),
  u: normal(rng(2), [H, H], "f64"),
  v: normal(rng(3), [I, H], "f64"),
  x: normal(rng(4), [T, B, I], "f64"),
  h: normal(rng(5), [B, H], "f64"),
  c: normal(rng(6), [B, H], "f64"),
};

describe("the gradient of scan", () => {
  it("agrees with central differences for constants, first carries and sequences", () => {
    const check = checkGrad((p: typeof params) => loss(p), params);
    expect(check.worst, JSON.stringify(check)).toBeLessThan(1e-8);
  });

  it("agrees with central differences when reversed", () => {
    expect(checkGrad((p: typeof params) => loss(p, true), params).worst).toBeLessThan(1e-8);
  });

  it("skips sequences and constants nobody asks for", () => {
    const { w, ...rest } = params;
    expect(checkGrad((p: { w: Value }) => loss({ ...rest, ...p }), { w }).worst).toBeLessThan(1e-8);
  });

  it("can be differentiated again", () => {
    const direction = normal(rng(7), [H, H], "f64");
    const directional = (p: { u: Value }) =>
      sum(mul(grad((q: { u: Value }) => loss({ ...params, ...q }))(p).u, direction));
    expect(checkGrad(directional, { u: params.u }).worst).toBeLessThan(1e-7);
  });

  it("is zero over no steps, and passes the cotangent of the carry through", () => {
    const x = zeros([0, B, I], "f64");
    const g = grad((p: typeof params) => {
      const { carry } = scan((c: Value, e: Value) => ({ carry: add(c, matmul(e, p.w)), ys: [] }), p.c, p.x);
      return sum(carry);
    })({ ...params, x });
    expect(Array.from((g.c as Tensor).data)).toEqual([1, 1, 1, 1]);
    expect(Array.from((g.w as Tensor).data)).toEqual(new Array(I * H).fill(0));
  });
});
