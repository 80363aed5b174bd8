/** Every cell with its options: run at once, as an interpreted graph and as WebAssembly, forward and backward. */
import { vjp } from "@seqloom/autograd";
import { plainCompiler } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import type { RecurrentLayer } from "@seqloom/nn";
import type { Value } from "@seqloom/ops";
import { convert, isFloat, normal, rng, type Tensor, zeros } from "@seqloom/tensor";
import { expect, it } from "vitest";
import { allCells } from "../../packages/nn/src/testing/all-cells.ts";
import { runWith } from "./execute.ts";

const [T, B, I, H] = [5, 3, 3, 8];

/** y, the last states and the gradients of x and all weights; a random cotangent for each output. */
function stepOf(layer: RecurrentLayer, paths: readonly string[]) {
  return (x: Value, ...weights: Value[]): readonly Value[] => {
    const inputs = [x, ...weights];
    const { outputs, pullback } = vjp((x, ...values) => {
      const params = Object.fromEntries(paths.map((path, i) => [path, values[i] ?? x]));
      const { y, state } = layer.apply(params, x, undefined, { lengths: [5, 2, 4] });
      return [y, ...Object.values(state)];
    }, inputs);
    const back = pullback(
      outputs.map((y, i) => normal(rng(50 + i), y.shape, isFloat(y.dtype) ? y.dtype : "f32")),
    );
    return [...outputs, ...inputs.map((v, i) => back[i] ?? zeros(v.shape, v.dtype))];
  };
}

function worst(got: readonly Tensor[], want: readonly Tensor[]): number {
  return want.reduce((most, w, k) => {
    const g = got[k];
    if (g === undefined || g.shape.join() !== w.shape.join()) return Number.POSITIVE_INFINITY;
    const errors = Array.from(
      w.data,
      (v, i) => Math.abs((g.data[i] ?? Number.NaN) - v) / Math.max(1, Math.abs(v)),
    );
    return Math.max(most, ...errors.map((e) => (Number.isNaN(e) ? Number.POSITIVE_INFINITY : e)));
  }, 0);
}

it.each(Object.entries(allCells))("%s gives the same at once, interpreted and compiled", (_, make) => {
  const layer = make({ input: I, hidden: H, layers: 2, bidirectional: true });
  const params = layer.init(rng(1));
  const step = stepOf(layer, Object.keys(params));
  const inputs = [normal(rng(2), [T, B, I]), ...Object.values(params)];
  const atOnce = runWith(step, inputs, undefined);
  // Layer norm makes f32 rounding larger where a sum hardly varies; f64 says how large it is without the compiler.
  const exact = runWith(
    step,
    inputs.map((v) => convert(v, "f64")),
    undefined,
  );
  const allowed = Math.max(1e-5, 4 * worst(atOnce, exact));
  for (const compiler of [plainCompiler, wasmCompiler()]) {
    expect(worst(runWith(step, inputs, compiler), atOnce), compiler.name).toBeLessThan(allowed);
  }
});
