import { scan, trace } from "@seqloom/graph";
import { add, matmul, tanh } from "@seqloom/ops";
import { normal, rng } from "@seqloom/tensor";
import { expect, it } from "vitest";
import { profileProgram } from "./profile.ts";

/** A clock that ticks a millisecond at each reading: every run takes one, and so does nothing. */
function tickingClock(): () => number {
  let time = 0;
  return () => time++;
}

it("lists the kernels inside a scan with how often they run and what a product costs", () => {
  const [w, x, h] = [normal(rng(1), [4, 4]), normal(rng(2), [7, 2, 4]), normal(rng(3), [2, 4])];
  const graph = trace(
    (weight, steps, start) => [
      scan(
        ({ state }, input) => {
          const next = tanh(add(matmul(state, weight), input));
          return { carry: { state: next }, ys: next };
        },
        { state: start },
        steps,
      ).ys,
    ],
    [w, x, h],
  );
  const kernels = profileProgram({ graph, carried: 0 }, [], [w, x, h], { now: tickingClock(), ms: 10 });
  if (typeof kernels === "string") throw new Error(kernels);
  const product = kernels.find(({ kind }) => kind === "gemm");
  expect(product).toMatchObject({ times: 7, flops: 7 * 2 * 2 * 4 * 4 });
  expect(product?.text).toContain("gemm");
});
