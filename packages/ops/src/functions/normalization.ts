/** Layer and batch normalisation. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape, normalizeAxes, sameShape } from "@seqloom/tensor";
import { add } from "../primitives/add.ts";
import { div } from "../primitives/div.ts";
import { mul } from "../primitives/mul.ts";
import { reshape } from "../primitives/reshape.ts";
import { sqrt } from "../primitives/sqrt.ts";
import { sub } from "../primitives/sub.ts";
import type { Value } from "../value.ts";
import { mean } from "./mean.ts";
import { variance } from "./variance.ts";

export interface LayerNormOptions {
  /** How many of the last axes are normalised together; 1 if left out. */
  readonly axes?: number;
  /** Factor and shift of the shape of the normalised axes. */
  readonly weight?: Value;
  readonly bias?: Value;
  /** Added to the variance; 1e-5 if left out. */
  readonly epsilon?: number;
}

/**
 * (x - mean) / sqrt(variance + epsilon) * weight + bias over the last axes, the variance without Bessel's correction.
 *
 * @returns the shape of x
 * @throws SeqError "shape-mismatch" if weight or bias have not the shape of the normalised axes, "axis-range"
 * @see Ba, Kiros & Hinton 2016, https://arxiv.org/abs/1607.06450
 */
export function layerNorm(x: Value, options: LayerNormOptions = {}): Value {
  const { axes = 1, weight, bias, epsilon = 1e-5 } = options;
  const over = normalizeAxes(
    Array.from({ length: axes }, (_, i) => -1 - i),
    x.shape.length,
    "layerNorm",
  );
  for (const [name, value] of Object.entries({ weight, bias })) {
    const own = x.shape.slice(x.shape.length - over.length);
    if (value === undefined || sameShape(value.shape, own)) continue;
    throw new SeqError(
      "shape-mismatch",
      `layerNorm: the ${name} is ${formatShape(value.shape)}, the last ${over.length} axes of x are ${formatShape(own)}`,
      {
        help: "give it the shape of the axes that are normalised together; see the option axes",
        details: { op: "layerNorm", [name]: value.shape, shape: x.shape, axes },
      },
    );
  }
  const unit = standardize(x, mean(x, over, { keepDims: true }), populationVariance(x, over), epsilon);
  const scaled = weight === undefined ? unit : mul(unit, weight);
  return bias === undefined ? scaled : add(scaled, bias);
}

export interface BatchNormOptions {
  /** The axis that keeps its own mean and variance; 1 if left out, so that x is [B, C, ...]. */
  readonly axis?: number;
  /** [C] each. */
  readonly weight?: Value;
  readonly bias?: Value;
  /** Mean and variance to use instead of the batch's, [C] each: at inference. */
  readonly statistics?: BatchStatistics;
  readonly epsilon?: number;
}

export interface BatchStatistics {
  readonly mean: Value;
  /** Without Bessel's correction. */
  readonly variance: Value;
}

/**
 * (x - mean) / sqrt(variance + epsilon) * weight + bias for each channel, over all other axes.
 *
 * @returns the result, of the shape of x, and the statistics used, for running averages
 * @see Ioffe & Szegedy 2015, https://arxiv.org/abs/1502.03167
 */
export function batchNorm(
  x: Value,
  options: BatchNormOptions = {},
): { readonly y: Value; readonly statistics: BatchStatistics } {
  const { axis = 1, weight, bias, epsilon = 1e-5 } = options;
  const [channel = 0] = normalizeAxes(axis, x.shape.length, "batchNorm");
  const others = x.shape.map((_, i) => i).filter((i) => i !== channel);
  const perChannel = (v: Value) =>
    reshape(
      v,
      x.shape.map((n, i) => (i === channel ? n : 1)),
    );
  const statistics = options.statistics ?? {
    mean: mean(x, others),
    variance: variance(x, others, { unbiased: false }),
  };
  const unit = standardize(x, perChannel(statistics.mean), perChannel(statistics.variance), epsilon);
  const scaled = weight === undefined ? unit : mul(unit, perChannel(weight));
  return { y: bias === undefined ? scaled : add(scaled, perChannel(bias)), statistics };
}

function populationVariance(x: Value, axes: readonly number[]): Value {
  return variance(x, axes, { unbiased: false, keepDims: true });
}

function standardize(x: Value, mean: Value, variance: Value, epsilon: number): Value {
  return div(sub(x, mean), sqrt(add(variance, epsilon)));
}
