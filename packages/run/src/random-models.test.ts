/** Compiled = interpreted = at once, on models nobody chose. */
import { valueAndGrad } from "@seqloom/autograd";
import { evaluate, plainCompiler, trace } from "@seqloom/graph";
import { wasmCompiler } from "@seqloom/kernels";
import {
  crossEntropy,
  gru,
  huber,
  layerNorm,
  linear,
  lstm,
  mse,
  type Params,
  prefixed,
  rnn,
  scoped,
  type TensorParams,
} from "@seqloom/nn";
import { leaves, relu, sigmoid, slice, softplus, squeeze, tanh, type Value, withLeaves } from "@seqloom/ops";
import { fromData, normal, rng, type Tensor } from "@seqloom/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const cells = { rnn, lstm, gru } as const;
const squashes = { none: (x: Value) => x, tanh, sigmoid, relu, softplus } as const;

interface Plan {
  readonly T: number;
  readonly B: number;
  readonly I: number;
  readonly layers: readonly {
    readonly cell: keyof typeof cells;
    readonly hidden: number;
    readonly depth: number;
    readonly bidirectional: boolean;
    readonly bias: boolean;
    readonly norm: boolean;
    readonly squash: keyof typeof squashes;
  }[];
  readonly uneven: boolean;
  readonly head: "last" | "each";
  readonly loss: "mse" | "huber" | "crossEntropy";
  readonly outputs: number;
  readonly seed: number;
}

const plans: fc.Arbitrary<Plan> = fc.record({
  T: fc.integer({ min: 1, max: 7 }),
  B: fc.integer({ min: 1, max: 6 }),
  I: fc.integer({ min: 1, max: 5 }),
  layers: fc.array(
    fc.record({
      cell: fc.constantFrom("rnn" as const, "lstm" as const, "gru" as const),
      hidden: fc.integer({ min: 1, max: 9 }),
      depth: fc.integer({ min: 1, max: 2 }),
      bidirectional: fc.boolean(),
      bias: fc.boolean(),
      norm: fc.boolean(),
      squash: fc.constantFrom(...(Object.keys(squashes) as (keyof typeof squashes)[])),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  uneven: fc.boolean(),
  head: fc.constantFrom("last" as const, "each" as const),
  loss: fc.constantFrom("mse" as const, "huber" as const, "crossEntropy" as const),
  outputs: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(),
});

/** The model and its batch: a loss of parameters, and everything it is computed from. */
function build({ T, B, I, layers, uneven, head, loss, outputs, seed }: Plan) {
  const key = rng(seed);
  let params: TensorParams = {};
  let width = I;
  const stages = layers.map(({ cell, hidden, depth, bidirectional, bias, norm, squash }, i) => {
    const layer = cells[cell]({ input: width, hidden, layers: depth, bidirectional, bias });
    width = layer.width;
    const normed = norm ? layerNorm({ size: width }) : undefined;
    params = {
      ...params,
      ...prefixed(layer.init(key), `layer${i}`),
      ...(normed && prefixed(normed.init(key), `norm${i}`)),
    };
    return (p: Params, x: Value, lengths: Value | undefined) => {
      const { y } = layer.apply(
        scoped(p, `layer${i}`),
        x,
        undefined,
        lengths === undefined ? {} : { lengths },
      );
      return squashes[squash](normed === undefined ? y : normed.apply(scoped(p, `norm${i}`), y));
    };
  });
  const top = linear({ input: width, output: outputs });
  params = { ...params, ...prefixed(top.init(key), "top") };
  const x = normal(key, [T, B, I]);
  const lengths = uneven
    ? fromData(Int32Array.from({ length: B }, (_, b) => 1 + ((seed + b) % T)))
    : undefined;
  const targets = head === "last" ? [B] : [T, B];
  const y =
    loss === "crossEntropy"
      ? fromData(
          Int32Array.from({ length: targets.reduce((n, m) => n * m, 1) }, (_, i) => (seed + i) % outputs),
          targets,
        )
      : normal(rng(seed + 1), [...targets, outputs]);
  const lossOf = (p: Params): Value => {
    const all = stages.reduce<Value>((at, stage) => stage(p, at, lengths), x);
    const scores = top.apply(scoped(p, "top"), head === "last" ? squeeze(slice(all, 0, T - 1, T), 0) : all);
    return loss === "crossEntropy"
      ? crossEntropy(scores, y)
      : loss === "huber"
        ? huber(scores, y)
        : mse(scores, y);
  };
  return { params, lossOf };
}

function worst(want: readonly Value[], got: readonly Value[]): number {
  let most = 0;
  want.forEach((value, i) => {
    const [a, b] = [(value as Tensor).data, (got[i] as Tensor).data]; // both were computed
    a.forEach((x, k) => {
      const error = Math.abs(x - (b[k] ?? Number.NaN)) / Math.max(1, Math.abs(x));
      most = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(most, error);
    });
  });
  return most;
}

/** The same models every time; for a soak with others, SEQLOOM_RUNS=1000. */
const runs = Number(process.env.SEQLOOM_RUNS ?? 40);

describe("a model", () => {
  it(`has the same loss and gradients at once, interpreted after all passes, and as WebAssembly (${runs} random models)`, () => {
    let mostApart = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const { params, lossOf } = build(plan);
        const { value, gradient } = valueAndGrad(lossOf)(params);
        const want = [value, ...leaves(gradient)];
        const graph = trace((...values) => {
          const result = valueAndGrad(lossOf)(withLeaves<Params>(params, values));
          return [result.value, ...leaves(result.gradient)];
        }, Object.values(params));
        const inputs = Object.values(params);
        expect(worst(want, evaluate(graph, inputs))).toBeLessThan(1e-5);
        expect(worst(want, plainCompiler.compile({ graph, carried: 0 }).call(inputs))).toBeLessThan(1e-5);
        const compiled = wasmCompiler({ fused: false }).compile({ graph, carried: 0 });
        expect(compiled.coverage.filter((entry) => entry.path === "plain")).toEqual([]);
        const apart = worst(want, compiled.call(inputs));
        mostApart = Math.max(mostApart, apart);
        expect(apart).toBeLessThan(1e-5); // f32: sums of up to 100 terms in another order
      }),
      { numRuns: runs, ...(runs > 100 ? { verbose: 1 } : { seed: 20261124 }) },
    );
    if (runs > 100) console.log(`largest difference ${mostApart.toExponential(1)}`);
  }, 600_000);
});
