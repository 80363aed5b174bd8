import { grad } from "@seqloom/autograd";
import { sum } from "@seqloom/ops";
import { normal, rng, Tensor } from "@seqloom/tensor";
import { expect, it } from "vitest";
import type { Params } from "../module.ts";
import { echoState, spectralStart } from "./echo-state.ts";

it("scales the weights on the states to the spectral radius", () => {
  // A rotation by any angle has radius 1; of a sparse random matrix M it is the growth of |M^k v|, here by squaring.
  const n = 40;
  const { data } = spectralStart(0.9, 0.2)(rng(3), [n, n], "f64");
  let power = Float64Array.from(data);
  let log = 0;
  for (let doubling = 0; doubling < 12; doubling++) {
    const next = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++)
        for (let j = 0; j < n; j++)
          next[i * n + j] = (next[i * n + j] ?? 0) + (power[i * n + k] ?? 0) * (power[k * n + j] ?? 0);
    const size = Math.max(...next.map(Math.abs));
    log = 2 * log + Math.log(size);
    power = next.map((v) => v / size);
  }
  expect(Math.exp(log / 2 ** 12)).toBeCloseTo(0.9, 2);
  const used = data.filter((v) => v !== 0).length / data.length;
  expect(used).toBeGreaterThan(0.15);
  expect(used).toBeLessThan(0.25);
});

it("sends no gradient to its frozen weights", () => {
  const layer = echoState({ input: 2, hidden: 6, density: 0.5 });
  const x = normal(rng(2), [4, 3, 2]);
  const gradient = grad((params: Params) => sum(layer.apply(params, x).y))(layer.init(rng(1)));
  for (const [path, g] of Object.entries(gradient)) {
    expect(layer.parameters[path]?.frozen, path).toBe(true);
    expect(g instanceof Tensor && g.data.every((v) => v === 0), path).toBe(true);
  }
});
