/** Gradients of recurrent layers against central differences. */
import { checkGrad, type GradientCheck } from "@seqloom/autograd/testing";
import { add, mul, sum, type Value } from "@seqloom/ops";
import { normal, rng } from "@seqloom/tensor";
import type { Params } from "../module.ts";
import type { RecurrentLayer } from "../recurrent/recurrent.ts";
import type { SequenceCall } from "../recurrent/run.ts";

/**
 * The largest error among the gradients of all trained weights, of x and of the first states, sent back from every output
 * and every last state with random cotangents. Two examples of T steps.
 */
export function gradientError(layer: RecurrentLayer, T = 4, call: SequenceCall = {}): GradientCheck {
  const { input, batchFirst } = layer.options;
  const state = draw(layer.zeroState(2, "f64"), 10);
  const x = normal(rng(2), batchFirst ? [2, T, input] : [T, 2, input], "f64");
  // Some weights start at 0, where a wrong gradient would not show.
  const all = Object.entries(layer.init(rng(1), "f64")).map(
    ([path, v], i) => [path, add(v, normal(rng(30 + i), v.shape, "f64", 0, 0.3))] as const,
  );
  const trained = Object.fromEntries(all.filter(([path]) => layer.parameters[path]?.frozen !== true));
  const loss = (given: { params: Params; x: { x: Value }; state: Params }): Value => {
    const params = { ...Object.fromEntries(all), ...given.params };
    const result = layer.apply(params, given.x.x, given.state, call);
    const results = { ...result.outputs, y: result.y, ...result.state };
    const cotangents = draw(results, 20);
    return Object.entries(results)
      .map(([name, value]) => sum(mul(value, cotangents[name] ?? 0)))
      .reduce((a, b) => add(a, b));
  };
  // Layer norm bends so much that a step of 1e-5 shows an error of 2e-6, all of it the differences' own (it falls
  // with the square of the step).
  return checkGrad(loss, { params: trained, x: { x }, state }, { step: 1e-6 });
}

/** Random values of the same shapes. */
export function draw(values: Params, seed: number): Params {
  return Object.fromEntries(
    Object.entries(values).map(([name, { shape }], i) => [name, normal(rng(seed + i), shape, "f64")]),
  );
}
