import { detectNaN, less, mul, sqrt, sum, type Value, where } from "@seqloom/ops";
import { tensor } from "@seqloom/tensor";
import { expect, it } from "vitest";
import { grad } from "./grad.ts";

it("detectNaN finds a NaN that only the gradient makes", () => {
  const x = tensor([-1, 4]);
  const loss = (x: Value) => sum(where(less(x, 0), 0, sqrt(mul(where(less(x, 0), 0, x), 1))));
  expect(() => detectNaN(() => loss(x))).not.toThrow();
  expect(() => detectNaN(() => grad(loss)(x))).toThrow(
    expect.objectContaining({
      code: "nan",
      details: expect.objectContaining({ primitive: "div", place: [0] }),
    }),
  );
});
