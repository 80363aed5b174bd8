/** Weights of classes for `crossEntropy(balance = true)`: each class counts as much as if all were equally many. */
import { fieldInfos, gather, type Prepared, partOf } from "@seqloom/data";
import { convert, type FloatDType, fromData, type Tensor } from "@seqloom/tensor";
import { truthOf } from "./carry-out/setting.ts";
import type { LossTerm } from "./loss-term.ts";

/** n / (classes * count of the class) over the training part, by target; a class that does not occur weighs nothing. */
export function classWeightsOf(
  prepared: Prepared,
  terms: readonly LossTerm[],
  dtype: FloatDType = "f32",
): Readonly<Record<string, Tensor>> {
  const balanced = terms.filter((term) => term.name === "crossEntropy" && truthOf(term, "balance"));
  return Object.fromEntries(
    balanced.map(({ target }) => [target, convert(weightsOf(prepared, target), dtype)]),
  );
}

function weightsOf(prepared: Prepared, target: string): Tensor {
  const size = fieldInfos(prepared).find((info) => info.name === target)?.vocabularySize ?? 0;
  const counts = new Float64Array(size);
  const examples = partOf(prepared, "train");
  const { fields, lengths } = gather(
    prepared,
    examples,
    Int32Array.from({ length: examples.count }, (_, i) => i),
  );
  const values = fields[target];
  const steps = values?.shape[1] ?? 1;
  let total = 0;
  values?.data.forEach((place, i) => {
    const valid = lengths[target]?.data[Math.floor(i / steps)] ?? steps;
    if (place < 0 || place >= size || i % steps >= valid) return;
    counts[place] = (counts[place] ?? 0) + 1;
    total++;
  });
  const seen = counts.filter((count) => count > 0).length;
  return fromData(Float32Array.from(counts, (count) => (count === 0 ? 0 : total / (seen * count))));
}
