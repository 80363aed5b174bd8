import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  add,
  cast,
  concrete,
  div,
  leaves,
  matmul,
  minimum,
  mul,
  norm,
  slice,
  sub,
  sum,
  takeRows,
  tanh,
  type Value,
} from "@seqloom/ops";
import { normal, rng, scalar, type Tensor, tensor, toNested, zeros } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { checkGrad } from "./check-grad.ts";
import { grad, valueAndGrad, valueAndGradAux } from "./grad.ts";
import { vjp } from "./tape.ts";

const nested = (x: Value | undefined) => {
  const known = x === undefined ? undefined : concrete(x);
  return known === undefined ? undefined : toNested(known);
};

describe("grad", () => {
  it("adds up what a value sends back from each place it is used in", () => {
    const slope = grad((x: Value) => sum(add(mul(x, x), x)))(tensor([2, -3]));
    expect(nested(slope)).toEqual([5, -5]);
  });

  it("gives a tree of the form of the first argument, zeros for what is not used", () => {
    const params = { layers: [{ w: tensor([2]) }, { w: tensor([3]) }], unused: zeros([2, 2]) };
    const { layers, unused } = grad((p: typeof params, x: Value) =>
      sum(mul(mul(p.layers[0]?.w ?? 0, p.layers[1]?.w ?? 0), x)),
    )(params, tensor([10]));
    expect(layers.map(({ w }) => nested(w))).toEqual([[30], [20]]);
    expect(nested(unused)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("differentiates again, to the third derivative", () => {
    const cube = (x: Value) => mul(x, mul(x, x));
    const second = grad((x: Value) => grad(cube)(x));
    expect(nested(grad((x: Value) => second(x))(scalar(2, "f64")))).toBe(6);
    expect(nested(second(scalar(2, "f64")))).toBe(12);
  });

  it("keeps an inner gradient apart from the outer one", () => {
    // d/dx (x * d/dy (x + y)) = d/dx (x * 1) = 1; a mixed-up tape gives 2.
    const outer = grad((x: Value) => mul(x, grad((y: Value) => add(x, y))(scalar(1))));
    expect(nested(outer(scalar(1)))).toBe(1);
  });

  it("hands out the value and what else the function returns, as tensors", () => {
    const both = valueAndGrad((x: Value) => sum(mul(x, x)))(tensor([3]));
    expect(nested(both.value)).toBe(9);
    const { value, aux } = valueAndGradAux((x: Value) => ({ loss: sum(x), aux: { doubled: mul(x, 2) } }))(
      tensor([3]),
    );
    expect([nested(value), nested(aux.doubled)]).toEqual([3, [6]]);
  });

  it("lets integers and truth values pass as constants", () => {
    const index = tensor([1, 1], "i32");
    expect(nested(grad((x: Value) => sum(takeRows(x, index)))(tensor([5, 6, 7])))).toEqual([0, 2, 0]);
    expect(nested(grad((x: Value) => sum(mul(x, cast(cast(x, "i32"), "f32"))))(tensor([1.5])))).toEqual([1]);
  });

  it("casts the gradient back to the dtype of the parameter", () => {
    const slope = grad((x: Value) => sum(mul(cast(x, "f64"), tensor([2], "f64"))))(tensor([1]));
    expect(slope.dtype).toBe("f32");
  });

  it("clips the gradient of each example before they are added, from the pieces", () => {
    const [x, y] = [normal(rng(1), [4, 3], "f64"), normal(rng(2), [4], "f64", 0, 10)];
    const w = zeros([3], "f64");
    const example = (i: number) => (w: Value) => {
      const d = sub(matmul(slice(x, 0, i, i + 1), w), slice(y, 0, i, i + 1));
      return sum(mul(d, d));
    };
    const clipped = [0, 1, 2, 3].map((i) => {
      const g = grad(example(i))(w);
      return mul(g, minimum(1, div(1, norm(g))));
    });
    for (const g of clipped) expect(nested(norm(g))).toBeLessThanOrEqual(1 + 1e-12);
  });

  it.each([
    ["a loss of two numbers", () => grad((x: Value) => x)(tensor([1, 2])), "loss-shape"],
    [
      "a loss that is no value",
      () => grad((() => 3) as unknown as (x: Value) => Value)(tensor([1])),
      "loss-shape",
    ],
    [
      "a parameter that is no value",
      () => grad((p: { w: Value }) => sum(p.w))({ w: 2 as unknown as Value }),
      "tree-value",
    ],
    ["an integer loss", () => grad((x: Value) => cast(sum(x), "i32"))(tensor([1])), "loss-shape"],
    [
      "integer parameters",
      () => grad((p: { n: Value }) => sum(cast(p.n, "f32")))({ n: tensor([1], "i32") }),
      "not-differentiable",
    ],
    ["a value that escaped", () => escaped(), "value-escaped"],
    [
      "a cotangent of another shape",
      () => vjp((x) => [x], [tensor([1, 2])]).pullback([tensor([1])]),
      "cotangent-type",
    ],
    ["differences of f32", () => checkGrad((x: Value) => sum(x), tensor([1])), "check-grad-dtype"],
  ] satisfies [string, () => unknown, string][])("refuses %s", (_, f, code) => {
    expect(f).toThrow(expect.objectContaining({ code }));
  });

  function escaped(): Value {
    let kept: Value = scalar(0);
    grad((x: Value) => {
      kept = x;
      return sum(x);
    })(tensor([1]));
    return grad((x: Value) => sum(mul(x, kept)))(tensor([1]));
  }
});

describe("vjp", () => {
  it("sends several cotangents back, and may be asked again", () => {
    const { outputs, pullback } = vjp((a, b) => [mul(a ?? 0, b ?? 0), a ?? 0], [tensor([2]), tensor([3])]);
    expect(outputs.map(nested)).toEqual([[6], [2]]);
    expect(pullback([tensor([1]), tensor([10])]).map(nested)).toEqual([[13], [2]]);
    expect(pullback([undefined, tensor([10])]).map(nested)).toEqual([[10], undefined]);
  });

  it("adds cotangents of one value that is returned twice", () => {
    const { pullback } = vjp((a) => [a ?? 0, a ?? 0] as Value[], [tensor([2])]);
    expect(pullback([tensor([1]), tensor([10])]).map(nested)).toEqual([[11]]);
  });
});

describe("memory", () => {
  it("does not grow over 10,000 steps", () => {
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const x = normal(rng(1), [4, 3]);
    const step = grad((p: { w: Value }) => sum(tanh(matmul(x, p.w))));
    let w: Tensor = normal(rng(2), [3, 2]);
    const run = (steps: number) => {
      for (let i = 0; i < steps; i++)
        w = leaves(sub(w, mul(0.01, step({ w }).w))).flatMap((v) => concrete(v) ?? [])[0] ?? w;
    };
    run(500);
    const before = heap();
    run(10_000);
    expect(heap() - before).toBeLessThan(500_000); // bytes; keeping one small tensor a step would be over 2 MB
  });
});
