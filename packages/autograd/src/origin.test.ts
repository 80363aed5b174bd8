import { evaluate, scan, trace } from "@seqloom/graph";
import { add, detectNaN, less, log, mul, sqrt, sum, type Value, where, withOrigin } from "@seqloom/ops";
import { tensor } from "@seqloom/tensor";
import { describe, expect, it } from "vitest";
import { checkpoint } from "./checkpoint.ts";
import { grad } from "./grad.ts";

const call = { start: 3, end: 7 };
const found = (primitive: string) =>
  expect.objectContaining({
    code: "nan",
    details: expect.objectContaining({ primitive, origin: call }),
  });

/** Its value is sound for every x; its gradient at -1 is 0 / 0. */
const root = (x: Value) => withOrigin(call, () => sqrt(where(less(x, 0), 0, x)));
const hidden = (x: Value) => sum(where(less(x, 0), 0, root(x)));

describe("the origin of an operation", () => {
  it("is that of its gradient", () => {
    expect(() => detectNaN(() => grad(hidden)(tensor([-1, 4])))).toThrow(found("div"));
  });

  it("is recorded with it, and counts when the graph is run", () => {
    const graph = trace(
      (x) => [
        mul(
          withOrigin(call, () => log(x)),
          2,
        ),
      ],
      [tensor([1])],
    );
    expect(graph.equations.map(({ origin }) => origin)).toEqual([call, undefined]);
    expect(() => detectNaN(() => evaluate(graph, [tensor([-1])]))).toThrow(found("log"));
  });

  it("survives the way through a loop, its gradient and a checkpoint", () => {
    const xs = tensor([[4], [-1], [9]]);
    const total: Value = tensor([0]);
    const loop = (x: Value) =>
      sum(
        scan(
          (carry: Value, e: Value) => ({ carry: add(carry, where(less(e, 0), 0, root(e))), ys: [] }),
          total,
          x,
        ).carry,
      );
    for (const f of [loop, (x: Value) => checkpoint(hidden)(x), (x: Value) => checkpoint(loop)(x)]) {
      expect(() => detectNaN(() => f(xs))).not.toThrow();
      const graph = trace((x) => [grad(f)(x)], [xs]);
      expect(() => detectNaN(() => evaluate(graph, [xs]))).toThrow(found("div"));
    }
  });
});
