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
import { convert, type DType, fromData, normal, rng, type Tensor } from "@seqloom/tensor";
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

/** The model and its batch: a loss of parameters, and everything it is computed from; in f64, the same numbers. */
function build({ T, B, I, layers, uneven, head, loss, outputs, seed }: Plan, dtype: DType = "f32") {
  const key = rng(seed);
  let params: TensorParams = {};
  let width = I;
  let hasNormOfTwo = false;
  const stages = layers.map(({ cell, hidden, depth, bidirectional, bias, norm, squash }, i) => {
    const layer = cells[cell]({ input: width, hidden, layers: depth, bidirectional, bias });
    width = layer.width;
    hasNormOfTwo ||= norm && width === 2;
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
  const x = convert(normal(key, [T, B, I]), dtype);
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
      : convert(normal(rng(seed + 1), [...targets, outputs]), dtype);
  const lossOf = (p: Params): Value => {
    const all = stages.reduce<Value>((at, stage) => stage(p, at, lengths), x);
    const scores = top.apply(scoped(p, "top"), head === "last" ? squeeze(slice(all, 0, T - 1, T), 0) : all);
    return loss === "crossEntropy"
      ? crossEntropy(scores, y)
      : loss === "huber"
        ? huber(scores, y)
        : mse(scores, y);
  };
  params = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, convert(value, dtype)]));
  return { params, lossOf, hasNormOfTwo };
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

/** Loss and gradients at once, and the graph that computes them. */
function solve({ params, lossOf }: ReturnType<typeof build>) {
  const answersOf = (p: Params): Value[] => {
    const { value, gradient } = valueAndGrad(lossOf)(p);
    return [value, ...leaves(gradient)];
  };
  const inputs = Object.values(params);
  const graph = trace((...values) => answersOf(withLeaves<Params>(params, values)), inputs);
  return { inputs, graph, atOnce: answersOf(params) };
}

/** The same models every time; for a soak with others, SEQLOOM_RUNS=1000. */
const runs = Number(process.env.SEQLOOM_RUNS ?? 40);

describe("a model", () => {
  it(`has the same loss and gradients at once, interpreted after all passes, and as WebAssembly (${runs} random models)`, () => {
    let mostApart = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const model = build(plan);
        const single = solve(model);
        const double = solve(build(plan, "f64"));
        // in f64 only a wrong formula can be seen
        expect(worst(double.atOnce, evaluate(double.graph, double.inputs))).toBeLessThan(1e-12);
        const passed = plainCompiler.compile({ graph: double.graph, carried: 0 });
        expect(worst(double.atOnce, passed.call(double.inputs))).toBeLessThan(1e-12);

        const compiled = wasmCompiler({ fused: false }).compile({ graph: single.graph, carried: 0 });
        expect(compiled.coverage.filter((entry) => entry.path === "plain")).toEqual([]);
        const got = compiled.call(single.inputs);
        const apart = worst(single.atOnce, got);
        if (model.hasNormOfTwo) {
          // Two units normalised are a sign: what is left of their gradient is cancellation, and each rounding
          // comes back up to 1/√eps = 316 times as large. That the formula is right is what f64 has shown.
          expect(apart).toBeLessThan(316e-5);
          return;
        }
        mostApart = Math.max(mostApart, apart);
        expect(apart).toBeLessThan(1e-5); // f32: sums of up to 100 terms in another order
      }),
      { numRuns: runs, ...(runs > 100 ? { verbose: 1 } : { seed: 20261124 }) },
    );
    if (runs > 100) console.log(`largest difference ${mostApart.toExponential(1)}`);
  }, 600_000);
});
