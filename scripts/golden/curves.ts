/** Golden trainings: a recurrent layer, its last step, a linear layer; the loss at every step. */
import { valueAndGrad } from "@seqloom/autograd";
import type { Compiler } from "@seqloom/graph";
import {
  crossEntropy,
  gru,
  linear,
  lstm,
  mse,
  type Params,
  type RecurrentLayer,
  rnn,
  scoped,
  type TensorParams,
} from "@seqloom/nn";
import { slice, squeeze, takeRows, type Value } from "@seqloom/ops";
import { fromData, Tensor } from "@seqloom/tensor";
import { clipByNorm, type FitOptions, fit, gradientNorm, type Optimiser } from "@seqloom/train";
import type { Comparison } from "./compare.ts";
import { type Form, hasFields } from "./form.ts";
import { fromGolden, type GoldenTensor } from "./ops.ts";
import { optimiserOf } from "./optimisers.ts";

interface CurveFile {
  /** "LSTM(2,10,batch_first) -> last step -> Linear(10,3)" */
  readonly model: string;
  readonly loss: string;
  readonly optimiser: string;
  readonly clip_grad_norm?: number | null;
  readonly lr_per_step: readonly number[] | null;
  readonly initial_state_dict: Readonly<Record<string, GoldenTensor>>;
  readonly X: GoldenTensor;
  readonly Y: GoldenTensor;
  readonly batch_indices_per_step: readonly (readonly number[])[];
  readonly loss_float64: readonly number[];
  readonly max_relative_gap_f32_f64_by_50_steps: readonly number[];
  readonly grad_norm_before_clip: readonly number[] | null;
}

type Batch = { readonly x: Value; readonly y: Value };

/** What is trained, in Seqloom's words. */
interface Training {
  readonly loss: (params: Params, batch: Batch) => Value;
  readonly params: TensorParams;
  readonly optimiser: Optimiser;
  readonly batches: readonly Batch[];
  readonly rates: readonly number[];
  readonly clip: number | undefined;
}

interface Curve {
  readonly losses: readonly number[];
  readonly norms: readonly number[];
}

export const curveForm: Form = (file) => {
  if (!hasFields(file, "model", "optimiser", "initial_state_dict", "batch_indices_per_step", "loss_float64"))
    return undefined;
  const golden = file as CurveFile; // the fields say so
  return [
    {
      name: "",
      async run(compiler) {
        const training = trainingOf(golden);
        if (training === undefined) return undefined;
        return compare(
          golden,
          compiler === undefined ? atOnce(training) : await compiled(training, compiler),
        );
      },
    },
  ];
};

function trainingOf(golden: CurveFile): Training | undefined {
  const optimiser = optimiserOf(golden.optimiser);
  const loss = lossOf(golden);
  if (optimiser === undefined || loss === undefined) return undefined;
  const [x, y] = [fromGolden(golden.X), fromGolden(golden.Y)];
  const entries = Object.entries(golden.initial_state_dict).map(
    ([path, value]) => [path, fromGolden(value)] as const,
  );
  return {
    loss,
    params: Object.fromEntries(entries),
    optimiser,
    batches: golden.batch_indices_per_step.map((rows) => {
      const index = fromData(Int32Array.from(rows));
      return { x: takeRows(x, index), y: takeRows(y, index) };
    }),
    rates: golden.lr_per_step ?? golden.loss_float64.map(() => optimiser.rate),
    clip: golden.clip_grad_norm ?? undefined,
  };
}

function lossOf({ model, loss }: CurveFile): Training["loss"] | undefined {
  const parts = /^(LSTM|GRU|RNN)\((\d+),\s*(\d+).*?\) -> last step -> Linear\((\d+),\s*(\d+)\)/.exec(model);
  const criterion = loss.startsWith("cross entropy") ? crossEntropy : loss === "MSE" ? mse : undefined;
  if (parts === null || criterion === undefined) return undefined;
  const [input = 0, hidden = 0, , output = 0] = parts.slice(2).map(Number);
  const layer = layerOf(parts[1] ?? "", { input, hidden, batchFirst: true });
  const head = linear({ input: hidden, output });
  return (params, { x, y }) => {
    const states = layer.apply(scoped(params, "rnn"), x).y; // [B, T, H]
    const last = squeeze(slice(states, 1, -1), 1);
    return criterion(head.apply(scoped(params, "head"), last), y);
  };
}

function layerOf(kind: string, options: Parameters<typeof gru>[0]): RecurrentLayer {
  return kind === "LSTM" ? lstm(options) : kind === "GRU" ? gru(options) : rnn(options);
}

function atOnce({ loss, params: start, optimiser, batches, rates, clip }: Training): Curve {
  const losses: number[] = [];
  const norms: number[] = [];
  let params: Params = start;
  let state = optimiser.init(params);
  batches.forEach((batch, k) => {
    const { value, gradient } = valueAndGrad(loss)(params, batch);
    const clipped =
      clip === undefined ? { gradients: gradient, norm: gradientNorm(gradient) } : clipByNorm(gradient, clip);
    ({ params, state } = optimiser.update(params, clipped.gradients, state, rates[k] ?? optimiser.rate));
    losses.push(item(value));
    norms.push(item(clipped.norm));
  });
  return { losses, norms };
}

function item(value: Value): number {
  return value instanceof Tensor ? value.item() : Number.NaN;
}

async function compiled(training: Training, compiler: Compiler): Promise<Curve> {
  const { loss, params, optimiser, batches, rates, clip } = training;
  const losses: number[] = [];
  const norms: number[] = [];
  const options: FitOptions<Batch> = {
    ...{ loss, params, optimiser, compiler, steps: batches.length },
    batches: () => batches,
    schedule: (k) => (rates[k] ?? optimiser.rate) / optimiser.rate,
    ...(clip !== undefined && { clip: { norm: clip } }),
  };
  for await (const event of fit(options)) {
    if (event.kind !== "step") continue;
    losses.push(event.loss);
    norms.push(event.norm);
  }
  return { losses, norms };
}

/** The rule of the files: the first 50 steps within 1e-4, later ones by how far f32 and f64 drift apart anyway. */
function compare(golden: CurveFile, { losses, norms }: Curve): Comparison[] {
  const row = (
    what: string,
    got: readonly number[],
    want: readonly number[],
    relative: number,
  ): Comparison => ({
    what,
    got: fromData(Float64Array.from(got)),
    want: { dtype: "float64", shape: [want.length], data: want },
    noise: 0,
    allowed: (value) => relative * Math.abs(value),
  });
  const steps = golden.loss_float64.length;
  return Array.from({ length: Math.ceil(steps / 50) }, (_, block) => {
    const [from, to] = [50 * block, Math.min(steps, 50 * block + 50)];
    const gap = golden.max_relative_gap_f32_f64_by_50_steps[block] ?? 0;
    const relative = block === 0 ? 1e-4 : Math.max(1e-3, 30 * gap);
    const wantedNorms = golden.grad_norm_before_clip;
    return [
      row(
        `loss of steps ${from + 1} to ${to}`,
        losses.slice(from, to),
        golden.loss_float64.slice(from, to),
        relative,
      ),
      ...(wantedNorms === null
        ? []
        : [
            row(
              `norm of steps ${from + 1} to ${to}`,
              norms.slice(from, to),
              wantedNorms.slice(from, to),
              10 * relative,
            ),
          ]),
    ];
  }).flat();
}
