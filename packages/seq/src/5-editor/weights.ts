/**
 * How many numbers the models of a file learn.
 */
import { SeqError } from "@seqloom/diagnostic";
import { numberOf } from "../2-check/axes/polynomial.ts";
import type { CheckedSpec, PlainType } from "../2-check/checked-spec.ts";
import { buildModel } from "../3-lower/build-model.ts";
import type { FieldShape } from "../3-lower/lower-model.ts";
import type { Analysis } from "./analysis.ts";

/** Learned numbers by the path of their weight, for one model. */
export type WeightCounts = ReadonlyMap<string, number>;

const known = new WeakMap<CheckedSpec, Map<string, WeightCounts | undefined>>();

/**
 * Learned numbers of a model, by path; computed when first asked for.
 *
 * @returns undefined where a size hangs on data, or the file has errors
 */
export function weightCounts({ checked: { spec } }: Analysis, model: string): WeightCounts | undefined {
  if (spec === undefined) return undefined;
  const counts = known.get(spec) ?? new Map<string, WeightCounts | undefined>();
  known.set(spec, counts);
  // The number of steps changes no weight as a rule, and two steps are soon run; where it does, the true number is taken.
  if (!counts.has(model)) counts.set(model, count(spec, model, 2) ?? count(spec, model, undefined));
  return counts.get(model);
}

/** Sum over the paths below a prefix; all of them for an empty one. */
export function sumBelow(counts: WeightCounts, prefix: string): number {
  let sum = 0;
  for (const [path, size] of counts) if (prefix === "" || path.startsWith(`${prefix}.`)) sum += size;
  return sum;
}

function count(spec: CheckedSpec, name: string, steps: number | undefined): WeightCounts | undefined {
  const model = spec.models.find((one) => one.name === name);
  if (model === undefined) return undefined;
  const fields = model.params.flatMap((param) => fieldOf(param, steps) ?? []);
  if (fields.length < model.params.length) return undefined;
  try {
    const { parameters } = buildModel(spec, name, { fields, vocabularies: new Map() });
    return new Map(
      Object.entries(parameters).map(([path, { shape }]) => [path, shape.reduce((n, size) => n * size, 1)]),
    );
  } catch (error) {
    // A size that only data know, or a construct that is not carried out yet: then there is no number to tell.
    if (error instanceof SeqError) return undefined;
    throw error;
  }
}

function fieldOf(
  { name, axes, of }: PlainType & { readonly name: string },
  steps: number | undefined,
): FieldShape | undefined {
  const shape = axes.map(({ name: axis, size }) => {
    if (axis === "batch") return 1;
    const isLong = axis === "time" || axis === "step";
    return isLong ? (steps ?? numberOf(size) ?? 2) : numberOf(size);
  });
  const sizes = shape.filter((size) => size !== undefined);
  return sizes.length < shape.length
    ? undefined
    : { name, dtype: of === undefined ? "f32" : "i32", shape: sizes };
}
