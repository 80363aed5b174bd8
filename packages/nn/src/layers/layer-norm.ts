/** Normalisation over the features of each example and step. */
import { add, div, mean, mul, layerNorm as normalise, sqrt, type Value } from "@seqloom/ops";
import { constantStart } from "../init.ts";
import { initParameters, type Layer, type Parameter, type Params, parameter } from "../module.ts";
import { checkSizes, checkWidth } from "./sizes.ts";

export interface LayerNormLayerOptions {
  /** Size of the last axis, which is normalised. */
  readonly size: number;
  /** Whether a factor and a shift are learned; true if left out. */
  readonly affine?: boolean;
  /** Added to the variance; 1e-5 if left out. */
  readonly epsilon?: number;
}

/**
 * (x - mean) / sqrt(variance + epsilon) * weight + bias over the last axis.
 *
 * Parameters: weight and bias, [size] each, at first 1 and 0.
 *
 * @returns a layer from [..., size] to the same
 * @throws SeqError "layer-size"; when applied, "shape-mismatch"
 * @see Ba, Kiros & Hinton 2016, https://arxiv.org/abs/1607.06450
 */
export function layerNorm(options: LayerNormLayerOptions): Layer {
  const { size, affine = true, epsilon } = options;
  const parameters: Record<string, Parameter> = affine
    ? { weight: { shape: [size], init: constantStart(1) }, bias: { shape: [size], init: constantStart(0) } }
    : {};
  return normLayer("layerNorm", size, parameters, (params, x) =>
    normalise(x, {
      epsilon,
      ...(affine && { weight: parameter(params, "weight", [size]), bias: parameter(params, "bias", [size]) }),
    }),
  );
}

export interface RmsNormOptions {
  /** Size of the last axis, which is normalised. */
  readonly size: number;
  /** Added to the mean square; 1e-6 if left out. */
  readonly epsilon?: number;
}

/**
 * x / sqrt(mean(x^2) + epsilon) * weight over the last axis: `layerNorm` without its mean and shift.
 *
 * Parameters: weight [size], at first 1.
 *
 * @returns a layer from [..., size] to the same
 * @throws SeqError "layer-size"; when applied, "shape-mismatch"
 * @see Zhang & Sennrich 2019, https://arxiv.org/abs/1910.07467
 */
export function rmsNorm({ size, epsilon = 1e-6 }: RmsNormOptions): Layer {
  const parameters = { weight: { shape: [size], init: constantStart(1) } };
  return normLayer("rmsNorm", size, parameters, (params, x) => {
    const scale = sqrt(add(mean(mul(x, x), -1, { keepDims: true }), epsilon));
    return mul(div(x, scale), parameter(params, "weight", [size]));
  });
}

function normLayer(
  kind: string,
  size: number,
  parameters: Readonly<Record<string, Parameter>>,
  apply: (params: Params, x: Value) => Value,
): Layer {
  checkSizes(kind, { size });
  return {
    kind,
    parameters,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply(params, x) {
      checkWidth(kind, x, size);
      return apply(params, x);
    },
  };
}
