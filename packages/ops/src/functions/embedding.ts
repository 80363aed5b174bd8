/** Rows of a table by number. */
import { SeqError } from "@seqloom/diagnostic";
import { formatShape } from "@seqloom/tensor";
import { equal } from "../primitives/equal.ts";
import { reshape } from "../primitives/reshape.ts";
import { stopGradient } from "../primitives/stop-gradient.ts";
import { where } from "../primitives/where.ts";
import type { Value } from "../value.ts";
import { takeRows } from "./gather.ts";

export interface EmbeddingOptions {
  /** The row that stands for padding: it is looked up like any other, but gets no gradient. */
  readonly paddingIndex?: number;
}

/**
 * The rows of a table that the index names; gradients of a row named several times add up.
 *
 * @param table  [V, D]
 * @param index  i32 of any shape [n...], each from 0 to V - 1
 * @returns      [n..., D]
 * @throws SeqError "index-range", "index-type"
 */
export function embedding(table: Value, index: Value, { paddingIndex }: EmbeddingOptions = {}): Value {
  const rows = takeRows(table, index);
  if (paddingIndex === undefined) return rows;
  const [size = 0] = table.shape;
  if (!Number.isInteger(paddingIndex) || paddingIndex < 0 || paddingIndex >= size) {
    throw new SeqError(
      "index-range",
      `embedding: paddingIndex ${paddingIndex} is no row of the table ${formatShape(table.shape)}`,
      {
        help: `use 0 to ${size - 1}, or leave it out`,
        details: { op: "embedding", index: paddingIndex, size },
      },
    );
  }
  const isPadding = reshape(equal(index, paddingIndex), [...index.shape, 1]);
  return where(isPadding, stopGradient(rows), rows);
}
