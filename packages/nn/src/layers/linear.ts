/** A linear layer. */
import { add, matmul, reshape, type Value } from "@seqloom/ops";
import { uniformStart } from "../init.ts";
import { type Initialiser, initParameters, type Layer, type Parameter, parameter } from "../module.ts";
import { checkSizes, checkWidth } from "./sizes.ts";

export interface LinearOptions {
  readonly input: number;
  readonly output: number;
  /** true if left out. */
  readonly bias?: boolean;
  /** First values of the weight; PyTorch's if left out: uniform up to 1 / sqrt(input). */
  readonly start?: Initialiser;
}

/**
 * y = x W' + b, over the last axis.
 *
 * Parameters: weight [O, I], bias [O].
 *
 * @returns a layer from [..., I] to [..., O]
 * @throws SeqError "layer-size"; when applied, "shape-mismatch" unless the last axis is I
 * @example
 * const head = linear({ input: 32, output: 1 });
 * const y = head.apply(head.init(rng(1)), x);
 */
export function linear(options: LinearOptions): Layer {
  const { input, output, bias = true } = options;
  checkSizes("linear", { input, output });
  const spread = uniformStart(1 / Math.sqrt(input));
  const parameters: Record<string, Parameter> = {
    weight: { shape: [output, input], init: options.start ?? spread },
    ...(bias && { bias: { shape: [output], init: spread } }),
  };
  return {
    kind: "linear",
    parameters,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply(params, x) {
      checkWidth("linear", x, input);
      const w = parameter(params, "weight", [output, input]);
      const y = project(x, w);
      return bias ? add(y, parameter(params, "bias", [output])) : y;
    },
  };
}

/** All leading axes as one, so that it is one matrix product however many there are. */
function project(x: Value, weight: Value): Value {
  const [output = 0, input = 0] = weight.shape;
  if (x.shape.length === 2) return matmul(x, weight, { transposeB: true });
  const lead = x.shape.slice(0, -1);
  const rows = lead.reduce((size, n) => size * n, 1);
  return reshape(matmul(reshape(x, [rows, input]), weight, { transposeB: true }), [...lead, output]);
}
