/** A table of vectors, one for each symbol. */
import { SeqError } from "@seqloom/diagnostic";
import { embedding as lookUp } from "@seqloom/ops";
import { formatShape, fromData } from "@seqloom/tensor";
import { normalStart } from "../init.ts";
import { type Initialiser, initParameters, type Layer, parameter } from "../module.ts";
import { checkSizes } from "./sizes.ts";

export interface EmbeddingOptions {
  /** How many symbols there are; they are numbered from 0. */
  readonly count: number;
  /** Length of each vector. */
  readonly size: number;
  /** A symbol that stands for nothing: its vector starts as zeros and is not trained. */
  readonly padding?: number;
  /** First values; normal with standard deviation 1 if left out, as in PyTorch. */
  readonly start?: Initialiser;
}

/**
 * Replaces each symbol by its row of a table; the gradients of repeated symbols add up.
 *
 * Parameters: weight [count, size].
 *
 * @returns a layer from i32 [...] to [..., size]
 * @throws SeqError "layer-size", "embedding-padding" for a padding that is no symbol; when applied, "index-range" for a
 *         symbol that does not exist, "index-type" unless i32
 * @example const letters = embedding({ count: 27, size: 8 });
 */
export function embedding(options: EmbeddingOptions): Layer {
  const { count, size, padding, start = normalStart() } = options;
  checkSizes("embedding", { count, size });
  if (padding !== undefined && !(Number.isInteger(padding) && padding >= 0 && padding < count)) {
    throw new SeqError(
      "embedding-padding",
      `embedding: padding is ${padding}, the table is ${formatShape([count, size])}`,
      {
        help: `use a symbol from 0 to ${count - 1}`,
        details: { padding, count },
      },
    );
  }
  const init = padding === undefined ? start : withZeroRow(start, padding);
  const parameters = { weight: { shape: [count, size], init } };
  return {
    kind: "embedding",
    parameters,
    init: (rng, dtype) => initParameters(parameters, rng, dtype),
    apply: (params, symbols) =>
      lookUp(parameter(params, "weight", [count, size]), symbols, { paddingIndex: padding }),
  };
}

function withZeroRow(start: Initialiser, row: number): Initialiser {
  return (rng, shape, dtype) => {
    const table = start(rng, shape, dtype).data.slice();
    const [, size = 0] = shape;
    return fromData(table.fill(0, row * size, (row + 1) * size), shape);
  };
}
