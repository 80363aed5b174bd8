/** What `run` trains: a model that reads the fields of a batch. Lowering a spec gives one. */
import type { Value } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";

/** Values of one batch as a tree: fields by name, and the lengths of uneven ones. */
export type FieldBatch = {
  readonly fields: Readonly<Record<string, Value>>;
  readonly lengths: Readonly<Record<string, Value>>;
  /** Of a part of longer sequences: `goesOn`, 1 where the states of the part before hold, 0 where sequences begin. */
  readonly flow?: { readonly goesOn: Value };
};

/** How many weights a model has. */
export function countWeights({ parameters }: LoweredModel): number {
  return Object.values(parameters).reduce((sum, { shape }) => sum + shape.reduce((n, m) => n * m, 1), 0);
}
