/** A convolution over time. */
import { SeqError } from "@seqloom/diagnostic";
import { conv1d as convolve, permute, reshape, type Value } from "@seqloom/ops";
import { formatShape } from "@seqloom/tensor";
import { uniformStart } from "../init.ts";
import { type Initialiser, initParameters, type Layer, type Parameter, parameter } from "../module.ts";
import { checkSizes, checkWidth } from "./sizes.ts";

export interface Conv1dLayerOptions {
  readonly input: number;
  readonly output: number;
  /** Time steps that one output sees, before dilation. */
  readonly width: number;
  /**
   * `causal` (the default): zeros before, so that an output sees no later step. `same`: zeros on both sides, one more
   * before for an even width. `none`: fewer steps come out.
   */
  readonly padding?: "causal" | "same" | "none";
  /** Steps between two outputs; 1 if left out. */
  readonly stride?: number;
  /** Steps between two inputs of one output; 1 if left out. */
  readonly dilation?: number;
  /** Features in as many groups that do not see each other; 1 if left out. */
  readonly groups?: number;
  /** true if left out. */
  readonly bias?: boolean;
  /** x and y are [B, T, ...] instead of [T, B, ...]. */
  readonly batchFirst?: boolean;
  /** First values of the weight; PyTorch's if left out: uniform up to 1 / sqrt(input * width / groups). */
  readonly start?: Initialiser;
}

/**
 * y[t] = bias + sum over k of W_k x[t - (width - 1 - k) dilation] (causal).
 *
 * Parameters: weight [O, I / groups, width], bias [O].
 *
 * @returns a layer from [T, B, I] to [T, B, O], or [T, I] to [T, O]
 * @throws SeqError "layer-size", "conv-groups"; when applied, "shape-mismatch"
 */
export function conv1d(options: Conv1dLayerOptions): Layer {
  const { input, output, width, stride = 1, dilation = 1, groups = 1, bias = true } = options;
  checkSizes("conv1d", { input, output, width, stride, dilation, groups });
  if (input % groups !== 0 || output % groups !== 0) {
    throw new SeqError(
      "conv-groups",
      `conv1d: ${input} inputs and ${output} outputs do not split into ${groups} groups`,
      {
        help: "make both a multiple of the groups",
        details: { input, output, groups },
      },
    );
  }
  const shape = [output, input / groups, width];
  const spread = uniformStart(1 / Math.sqrt((input / groups) * width));
  const parameters: Record<string, Parameter> = {
    weight: { shape, init: options.start ?? spread },
    ...(bias && { bias: { shape: [output], init: spread } }),
  };
  const padding = paddingOf(options);
  return {
    kind: "conv1d",
    needsSequence: true,
    parameters,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply(params, x) {
      checkWidth("conv1d", x, input);
      const channels = toChannels(x, options.batchFirst === true);
      const y = convolve(channels, parameter(params, "weight", shape), {
        stride,
        dilation,
        groups,
        padding,
        ...(bias && { bias: parameter(params, "bias", [output]) }),
      });
      return fromChannels(y, x, options.batchFirst === true);
    },
  };
}

function paddingOf({
  width,
  dilation = 1,
  padding = "causal",
}: Conv1dLayerOptions): readonly [number, number] {
  const reach = (width - 1) * dilation;
  switch (padding) {
    case "causal":
      return [reach, 0];
    case "same":
      return [Math.ceil(reach / 2), Math.floor(reach / 2)];
    case "none":
      return [0, 0];
    default:
      return padding satisfies never;
  }
}

/** To [B, I, T], as the operation wants it. */
function toChannels(x: Value, batchFirst: boolean): Value {
  const [first = 0, second = 0] = x.shape;
  if (x.shape.length === 2) return permute(reshape(x, [1, first, second]), [0, 2, 1]);
  if (x.shape.length === 3) return permute(x, batchFirst ? [0, 2, 1] : [1, 2, 0]);
  const expected = batchFirst ? "[B, T, I]" : "[T, B, I]";
  throw new SeqError(
    "shape-mismatch",
    `conv1d: the input is ${formatShape(x.shape)}, not ${expected} or [T, I]`,
    {
      help: "give one sequence, or a batch of equally long ones",
      details: { layer: "conv1d", shape: x.shape },
    },
  );
}

function fromChannels(y: Value, x: Value, batchFirst: boolean): Value {
  if (x.shape.length === 3) return permute(y, batchFirst ? [0, 2, 1] : [2, 0, 1]);
  const [, output = 0, steps = 0] = y.shape;
  return permute(reshape(y, [output, steps]), [1, 0]);
}
