/** Golden properties of first values and of dropout: spread, bounds, orthogonality, the same seed. */
import { grad } from "@seqloom/autograd";
import {
  dropout,
  embedding,
  gainOf,
  type Initialiser,
  kaimingNormalStart,
  kaimingUniformStart,
  linear,
  lstm,
  orthogonalStart,
  truncatedNormalStart,
  xavierNormalStart,
  xavierUniformStart,
} from "@seqloom/nn";
import { keyTensor, sum, type Value } from "@seqloom/ops";
import { normal, ones, rng, type Shape, scalar, sizeOf, Tensor } from "@seqloom/tensor";
import type { Comparison } from "./compare.ts";
import { type Form, hasFields } from "./form.ts";

interface InitCase {
  readonly name: string;
  readonly shape?: Shape;
  readonly distribution?: "uniform" | "normal";
  readonly bound?: number;
  readonly std?: number;
  readonly gain?: number;
}

export const initForm: Form = (file) => {
  if (!Array.isArray(file) || !file.every((entry) => hasFields(entry, "name", "check"))) return undefined;
  return file.map((golden: InitCase) => ({ name: golden.name, onlyAtOnce: true, run: () => check(golden) }));
};

function check(golden: InitCase): readonly Comparison[] | undefined {
  if (golden.name === "determinism") return determinism();
  if (golden.name === "dropout_statistics") return dropoutStatistics();
  const { shape } = golden;
  const draw = shape && drawn(golden.name, shape, golden.gain);
  if (shape === undefined || draw === undefined) return undefined;
  const w = draw(rng(1), shape, "f32");
  if (golden.name.startsWith("orthogonal"))
    return [near("orthogonality", orthogonality(w, golden.gain ?? 1), 0, 1e-5 * (golden.gain ?? 1) ** 2)];
  if (golden.name.startsWith("trunc")) {
    const { largest, std } = statistics(w);
    return [atMost("largest", largest, 2), near("std", std, 0.8796, 0.02)];
  }
  return spread(golden, w);
}

/** The initialiser of a case: one of ours with the settings that its name and its note say, or a layer's default. */
function drawn(name: string, shape: Shape, gain = 1): Initialiser | undefined {
  const [rows = 1, columns = 1] = shape;
  const starts: Readonly<Record<string, () => Initialiser | undefined>> = {
    xavier_uniform_tanh_gain: () => xavierUniformStart({ gain: gainOf("tanh") }),
    xavier_normal: () => xavierNormalStart(),
    kaiming_uniform_a_sqrt5: () => kaimingUniformStart({ gain: gainOf("leakyRelu", Math.sqrt(5)) }),
    kaiming_normal_fan_out_relu: () => kaimingNormalStart({ fan: "out" }),
    kaiming_uniform_relu: () => kaimingUniformStart(),
    xavier_uniform_conv: () => xavierUniformStart(),
    embedding_default: () => embedding({ count: rows, size: columns }).parameters.weight?.init,
    linear_default_weight: () => linear({ input: columns, output: rows }).parameters.weight?.init,
    linear_default_bias: () => linear({ input: 300, output: rows }).parameters.bias?.init,
    lstm_default_weight_ih: () => lstm({ input: columns, hidden: rows / 4 }).parameters.weight_ih_l0?.init,
    lstm_default_bias: () => lstm({ input: 50, hidden: rows / 4 }).parameters.bias_ih_l0?.init,
  };
  if (name.startsWith("orthogonal")) return orthogonalStart(gain);
  if (name.startsWith("trunc")) return truncatedNormalStart();
  return starts[name]?.();
}

/** The rules that the file writes out under `check`. */
function spread({ bound = 0, std = 1, distribution }: InitCase, w: Tensor): Comparison[] {
  const got = statistics(w);
  const n = w.size;
  const common = [
    near("mean", got.mean, 0, (5 * std) / Math.sqrt(n)),
    near("std / expected", got.std / std, 1, 5 / Math.sqrt(2 * n)),
  ];
  if (distribution === "uniform") {
    return [
      ...common,
      atMost("largest", got.largest, bound * (1 + 1e-6)),
      atMost("98 % of the bound", 0.98 * bound, got.largest),
    ];
  }
  const beyond = numbers(w).filter((x) => Math.abs(x) > 2 * std).length / n;
  return [...common, near("share beyond 2 std", beyond, 0.0455, 0.01)];
}

function determinism(): Comparison[] {
  const layer = lstm({ input: 3, hidden: 4, layers: 2 });
  const [one, same, other] = [layer.init(rng(1)), layer.init(rng(1)), layer.init(rng(2))];
  const single = lstm({ input: 4, hidden: 4 }).init(rng(1));
  const differences = (a: Readonly<Record<string, Tensor>>, b: Readonly<Record<string, Tensor>>) =>
    Object.keys(a).filter((path) => a[path]?.data.join() !== b[path]?.data.join()).length;
  return [
    near("differences between equal seeds", differences(one, same), 0, 0),
    near("parameters that differ with another seed", differences(one, other), Object.keys(one).length, 0),
    // One layer fewer leaves the draws of the others alone.
    near(
      "recurrent weights that depend on other layers",
      single.weight_hh_l0?.data.join() === one.weight_hh_l0?.data.join() ? 0 : 1,
      0,
      0,
    ),
  ];
}

function dropoutStatistics(): Comparison[] {
  const mode = { training: true, key: keyTensor(rng(1)) };
  const x = ones([100_000]);
  const dropped = dropout({ share: 0.3 }).apply({}, x, mode);
  const gradient = grad((v: Value) => sum(dropout({ share: 0.3 }).apply({}, v, mode)))(x);
  const kept = numbers(dropped).filter((v) => v !== 0);
  const input = normal(rng(2), [100]);
  const differences = (got: Value, want: Value) => {
    const wanted = numbers(want);
    return numbers(got).filter((v, i) => v !== wanted[i]).length;
  };
  return [
    near("share kept", kept.length / x.size, 0.7, 0.01),
    near(
      "kept values",
      kept.reduce((worst, v) => Math.max(worst, Math.abs(v - 1 / 0.7)), 0),
      0,
      1e-6,
    ),
    near("changed outside training", differences(dropout({ share: 0.3 }).apply({}, input), input), 0, 0),
    near("gradients through another mask", differences(gradient, dropped), 0, 0),
    near("changed by a share of 0", differences(dropout({ share: 0 }).apply({}, input, mode), input), 0, 0),
    near(
      "not 0 with a share of 1",
      numbers(dropout({ share: 1 }).apply({}, input, mode)).filter((v) => v !== 0).length,
      0,
      0,
    ),
    near("steps that dropout after the last layer would change", lastLayerChanged(), 0, 0),
  ];
}

/** Dropout stands between layers: with one layer there is none. */
function lastLayerChanged(): number {
  const layer = lstm({ input: 2, hidden: 3, dropout: 0.5 });
  const params = layer.init(rng(1));
  const x = normal(rng(2), [5, 2, 2]);
  const trained = layer.apply(params, x, undefined, { training: true, key: keyTensor(rng(3)) });
  return numbers(trained.y).filter((v, i) => v !== numbers(layer.apply(params, x).y)[i]).length;
}

function numbers(value: Value): number[] {
  return value instanceof Tensor ? [...value.data] : [];
}

function statistics(x: Tensor): { readonly mean: number; readonly std: number; readonly largest: number } {
  let [total, squares, largest] = [0, 0, 0];
  for (const v of x.data) {
    total += v;
    squares += v * v;
    largest = Math.max(largest, Math.abs(v));
  }
  const mean = total / x.size;
  return { mean, std: Math.sqrt(squares / x.size - mean * mean), largest };
}

/** Largest entry of |W'W - gain^2 I|, or of |WW' - gain^2 I| for a wide W, W seen as [rows, the rest]. */
function orthogonality(w: Tensor, gain: number): number {
  const [rows = 1] = w.shape;
  const columns = sizeOf(w.shape) / rows;
  const at = (i: number, j: number) => w.data[rows >= columns ? j * columns + i : i * columns + j] ?? 0;
  const [few, many] = [Math.min(rows, columns), Math.max(rows, columns)];
  let worst = 0;
  for (let a = 0; a < few; a++) {
    for (let b = 0; b < few; b++) {
      let total = a === b ? -(gain * gain) : 0;
      for (let i = 0; i < many; i++) total += at(a, i) * at(b, i);
      worst = Math.max(worst, Math.abs(total));
    }
  }
  return worst;
}

function near(what: string, got: number, want: number, tolerance: number): Comparison {
  const wanted = { dtype: "float64", shape: [], data: [want] };
  // A tolerance of 0 means equal; equal values are never divided by it.
  return { what, got: scalar(got, "f64"), want: wanted, noise: 0, allowed: () => tolerance };
}

function atMost(what: string, got: number, most: number): Comparison {
  return near(`${what} above ${most}`, Math.max(0, got - most), 0, 0);
}
