/** What an expression of a body is while it runs: a value with the lengths of its sequences, a state, a number. */
import type { RecurrentState } from "@seqloom/nn";
import type { Value } from "@seqloom/ops";

/** Steps of each sequence, i32 [batch], by ordered axis; an axis that is not there is even. */
export type Lengths = ReadonlyMap<string, Value>;

export type Item =
  | { readonly kind: "value"; readonly value: Value; readonly lengths: Lengths }
  | { readonly kind: "state"; readonly state: RecurrentState }
  | { readonly kind: "number"; readonly value: number };

export const noLengths: Lengths = new Map();

export function valueItem(value: Value, lengths: Lengths = noLengths): Item {
  return { kind: "value", value, lengths };
}
