/** Normalisation of each feature over the batch, with running statistics for use outside training. */
import { add, mul, batchNorm as normalise, stopGradient, type Value } from "@seqloom/ops";
import { constantStart } from "../init.ts";
import { initParameters, type Layer, type Parameter, type Params, parameter } from "../module.ts";
import { checkSizes, checkWidth } from "./sizes.ts";

export interface BatchNormLayerOptions {
  /** Size of the last axis: the features, each with statistics of its own. */
  readonly size: number;
  /** Weight of a new batch in the running statistics; 0.1 if left out. */
  readonly momentum?: number;
  /** Added to the variance; 1e-5 if left out. */
  readonly epsilon?: number;
}

/** A layer whose statistics move while training. */
export interface BatchNormLayer extends Layer {
  /**
   * The running statistics after one more batch: new values of running_mean and running_var, without gradient. Hand
   * them on as `updates` of a training step; `apply` leaves them as they are.
   */
  statistics(params: Params, x: Value): Params;
}

/**
 * (x - mean) / sqrt(variance + epsilon) * weight + bias for each feature, with the mean and variance of the batch while
 * training and the running ones otherwise.
 *
 * Parameters: weight, bias, and (not trained) running_mean, running_var, [size] each.
 *
 * @returns a layer from [..., size] to the same
 * @throws SeqError "layer-size"; when applied, "shape-mismatch"
 * @see Ioffe & Szegedy 2015, https://arxiv.org/abs/1502.03167
 */
export function batchNorm(options: BatchNormLayerOptions): BatchNormLayer {
  const { size, momentum = 0.1, epsilon } = options;
  checkSizes("batchNorm", { size });
  const parameters: Record<string, Parameter> = {
    weight: { shape: [size], init: constantStart(1) },
    bias: { shape: [size], init: constantStart(0) },
    running_mean: { shape: [size], init: constantStart(0), frozen: true },
    running_var: { shape: [size], init: constantStart(1), frozen: true },
  };
  const at = (params: Params, path: string) => parameter(params, path, [size]);
  return {
    kind: "batchNorm",
    parameters,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply(params, x, mode = {}) {
      checkWidth("batchNorm", x, size);
      const running = { mean: at(params, "running_mean"), variance: at(params, "running_var") };
      return normalise(x, {
        axis: -1,
        weight: at(params, "weight"),
        bias: at(params, "bias"),
        epsilon,
        ...(mode.training !== true && { statistics: running }),
      }).y;
    },
    statistics(params, x) {
      checkWidth("batchNorm", x, size);
      const { mean, variance } = normalise(stopGradient(x), { axis: -1 }).statistics;
      const count = x.shape.slice(0, -1).reduce((n, length) => n * length, 1);
      // As in PyTorch: batches are normalised by n, the running variance estimates by n - 1.
      const unbiased = mul(variance, count / Math.max(1, count - 1));
      const moved = (path: string, now: Value) =>
        add(mul(at(params, path), 1 - momentum), mul(now, momentum));
      return { running_mean: moved("running_mean", mean), running_var: moved("running_var", unbiased) };
    },
  };
}
