/** One-dimensional convolution: strided, dilated, grouped, causal; as windows times weights. */
import { SeqError } from "@seqloom/diagnostic";
import { dims, formatShape } from "@seqloom/tensor";
import { add } from "../primitives/add.ts";
import { matmul } from "../primitives/matmul.ts";
import { permute } from "../primitives/permute.ts";
import { reshape } from "../primitives/reshape.ts";
import { pad } from "../primitives/slice-pad.ts";
import type { Value } from "../value.ts";
import { unfold } from "./unfold.ts";

export interface Conv1dOptions {
  /** [O]; none if left out. */
  readonly bias?: Value;
  readonly stride?: number;
  readonly dilation?: number;
  /** Channels are split into as many groups, which do not see each other. */
  readonly groups?: number;
  /** Zeros before and after, or the same on both sides; "causal": all before, so that no output sees a later input. */
  readonly padding?: number | readonly [before: number, after: number] | "causal";
}

/**
 * Convolution over the last axis (as everywhere in neural networks, the kernel is not mirrored).
 *
 *   y[b, o, t] = bias[o] + sum over i, k of weight[o, i, k] x[b, i, stride t + dilation k - before]
 *
 * @param x       [B, I, T]
 * @param weight  [O, I / groups, K]
 * @returns       [B, O, floor((T + padding - dilation (K - 1) - 1) / stride) + 1]
 * @throws SeqError "shape-mismatch", "window-size" if the kernel reaches over more than the padded input
 */
export function conv1d(x: Value, weight: Value, options: Conv1dOptions = {}): Value {
  const { bias, stride = 1, dilation = 1, groups = 1, padding = 0 } = options;
  const { B, I } = dims(x, "B I T", {}, "conv1d input");
  const divides = (n: number) => Number.isInteger(groups) && groups > 0 && n % groups === 0;
  if (!divides(I) || !divides(weight.shape[0] ?? 0)) {
    throw new SeqError(
      "shape-mismatch",
      `conv1d: ${I} input channels and the weight ${formatShape(weight.shape)} do not split into ${groups} groups`,
      {
        help: "make the channels of input and output multiples of the groups",
        details: { op: "conv1d", input: x.shape, weight: weight.shape, groups },
      },
    );
  }
  const { O, K } = dims(weight, "O I K", { I: I / groups }, "conv1d weight");
  if (bias !== undefined) dims(bias, "O", { O }, "conv1d bias");
  const [before, after] =
    padding === "causal"
      ? [(K - 1) * dilation, 0]
      : typeof padding === "number"
        ? [padding, padding]
        : padding;
  const padded = pad(x, [
    [0, 0],
    [0, 0],
    [before, after],
  ]);
  const windows = unfold(padded, 2, { size: K, step: stride, dilation }); // [B, I, T', K]
  const steps = windows.shape[2] ?? 0;
  const perGroup = I / groups;
  const columns = reshape(permute(reshape(windows, [B, groups, perGroup, steps, K]), [0, 1, 2, 4, 3]), [
    B,
    groups,
    perGroup * K,
    steps,
  ]);
  const rows = reshape(weight, [groups, O / groups, perGroup * K]);
  const y = reshape(matmul(rows, columns), [B, O, steps]);
  return bias === undefined ? y : add(y, reshape(bias, [O, 1]));
}
