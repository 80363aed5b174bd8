/** Truncated back-propagation: states go from part to part of a sequence, gradients do not. */
import { exampleAt, type PartName, type Prepared, partOf, streams } from "@seqloom/data";
import { mul, type Value } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";
import { type FloatDType, type Rng, scalar, type Tensor } from "@seqloom/tensor";
import type { FieldBatch } from "./model.ts";

/** States of all recurrent layers, by path and name. */
export type States = { readonly [path: string]: { readonly [state: string]: Value } };

export interface Truncation {
  readonly size: number;
  readonly truncate: number;
  readonly dtype?: FloatDType;
}

/** Parts of sequences, `size` side by side. A last group of fewer sequences is left out: its states would not fit. */
export function* streamBatches(
  prepared: Prepared,
  part: PartName,
  { size, truncate, dtype = "f32" }: Truncation,
  order: Rng | undefined,
): Generator<FieldBatch, void> {
  for (const { fields, lengths, isStart } of streams(prepared, part, {
    ...{ size, truncate, dtype },
    ...(order !== undefined && { order }),
  })) {
    const rows = Object.values(fields)[0]?.shape[0];
    if (rows === size) yield { fields, lengths, flow: { goesOn: scalar(isStart ? 0 : 1, dtype) } };
  }
}

/** How many parts an epoch has. */
export function streamCount(prepared: Prepared, part: PartName, { size, truncate }: Truncation): number {
  const examples = partOf(prepared, part);
  const steps = Array.from({ length: examples.count }, (_, i) => {
    const { inputFrom, inputTo } = exampleAt(examples, i);
    return inputTo - inputFrom;
  });
  const [only] = steps;
  if (steps.length === 1 && only !== undefined && size > 1)
    return Math.ceil(Math.floor(only / size) / truncate);
  let count = 0;
  for (let from = 0; from + size <= steps.length; from += size)
    count += Math.ceil(Math.max(...steps.slice(from, from + size)) / truncate);
  return count;
}

/** Zeros for every recurrent layer. */
export function firstStates(
  { modules }: LoweredModel,
  size: number,
  dtype: FloatDType = "f32",
): { readonly [path: string]: { readonly [state: string]: Tensor } } {
  const found: [string, { readonly [state: string]: Tensor }][] = [];
  for (const [path, module] of modules) {
    if (!("zeroState" in module) || typeof module.zeroState !== "function") continue;
    found.push([path, module.zeroState(size, dtype) as { readonly [state: string]: Tensor }]); // a recurrent layer's own zeros
  }
  return Object.fromEntries(found);
}

/** The states to begin with: those carried, or zeros where a sequence begins. */
export function carriedStates(
  states: States,
  goesOn: Value | undefined,
): ReadonlyMap<string, Readonly<Record<string, Value>>> | undefined {
  if (goesOn === undefined) return undefined;
  return new Map(
    Object.entries(states).map(([path, own]) => [
      path,
      Object.fromEntries(Object.entries(own).map(([name, state]) => [name, mul(state, goesOn)])),
    ]),
  );
}
