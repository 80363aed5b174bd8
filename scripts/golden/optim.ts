/** Golden trajectories of optimisers: linear regression on a full batch, parameters after each step. */
import { valueAndGrad } from "@seqloom/autograd";
import type { Compiler } from "@seqloom/graph";
import { mse, type Params, parameter, type TensorParams } from "@seqloom/nn";
import { add, matmul, type Value } from "@seqloom/ops";
import { fromData, scalar, Tensor } from "@seqloom/tensor";
import { compileStep, type Optimiser } from "@seqloom/train";
import type { Comparison } from "./compare.ts";
import { readConfig } from "./config.ts";
import { type Form, hasFields } from "./form.ts";
import { fromGolden, type GoldenTensor } from "./ops.ts";
import { optimiserOf } from "./optimisers.ts";

interface OptimFile {
  readonly config: string;
  readonly X: GoldenTensor;
  readonly Y: GoldenTensor;
  readonly W0: GoldenTensor;
  readonly b0: GoldenTensor;
  readonly steps: readonly {
    readonly loss_before: number;
    readonly W: GoldenTensor;
    readonly b: GoldenTensor;
  }[];
}

type Batch = { readonly x: Value; readonly y: Value };

/** Parameters after each step, and the losses before. */
interface Trajectory {
  readonly losses: readonly number[];
  readonly params: readonly TensorParams[];
}

export const optimForm: Form = (file) => {
  if (!hasFields(file, "config", "X", "Y", "W0", "b0", "steps")) return undefined;
  const golden = file as OptimFile; // the fields say so
  return [
    {
      name: "",
      ...(readConfig(golden.config).kind === "nadam" && {
        absent: "PyTorch 1.13 counts a momentum twice, mended in 2.0 (decision 0036)",
      }),
      run(compiler) {
        const optimiser = optimiserOf(golden.config);
        return optimiser && compare(golden, trajectory(golden, optimiser, compiler));
      },
    },
  ];
};

const loss = (params: Params, { x, y }: Batch) =>
  mse(add(matmul(x, parameter(params, "W")), parameter(params, "b")), y);

function trajectory(golden: OptimFile, optimiser: Optimiser, compiler: Compiler | undefined): Trajectory {
  const params = { W: fromGolden(golden.W0), b: fromGolden(golden.b0) };
  const batch = { x: fromGolden(golden.X), y: fromGolden(golden.Y) };
  const count = golden.steps.length;
  return compiler === undefined
    ? atOnce(optimiser, params, batch, count)
    : compiled(optimiser, params, batch, count, compiler);
}

function atOnce(optimiser: Optimiser, start: TensorParams, batch: Batch, count: number): Trajectory {
  const losses: number[] = [];
  const all: TensorParams[] = [];
  let params: Params = start;
  let state = optimiser.init(params);
  for (let k = 0; k < count; k++) {
    const { value, gradient } = valueAndGrad(loss)(params, batch);
    ({ params, state } = optimiser.update(params, gradient, state, scalar(optimiser.rate)));
    losses.push(value instanceof Tensor ? value.item() : Number.NaN);
    all.push(
      Object.fromEntries(Object.entries(params).flatMap(([p, v]) => (v instanceof Tensor ? [[p, v]] : []))),
    );
  }
  return { losses, params: all };
}

function compiled(
  optimiser: Optimiser,
  params: TensorParams,
  batch: Batch,
  count: number,
  compiler: Compiler,
): Trajectory {
  const step = compileStep({ loss, params, optimiser, compiler });
  const losses: number[] = [];
  const all: TensorParams[] = [];
  for (let k = 0; k < count; k++) {
    losses.push(step.run(batch, { rate: optimiser.rate }).loss);
    all.push(step.read().params);
  }
  return { losses, params: all };
}

/** 1e-5 absolute, as the README of the files says. */
const allowed = () => 1e-5;

function compare({ steps }: OptimFile, { losses, params }: Trajectory): Comparison[] {
  return steps.flatMap(({ loss_before, W, b }, k) => {
    const at = params[k];
    const row = (what: string, got: Tensor | undefined, want: GoldenTensor): Comparison[] => [
      { what: `step ${k} ${what}`, got: got ?? fromData(new Float64Array()), want, noise: 0, allowed },
    ];
    const lossWant = { dtype: "float64", shape: [], data: [loss_before] };
    // The loss is no part of the trajectory; a relative error says whether it was computed from the same weights.
    const lossRow = {
      what: `step ${k} loss`,
      got: scalar(losses[k] ?? Number.NaN, "f64"),
      want: lossWant,
      noise: 0,
    };
    return [
      ...row("W", at?.W, W),
      ...row("b", at?.b, b),
      { ...lossRow, allowed: (w: number) => 2e-5 * Math.max(1, w) },
    ];
  });
}
