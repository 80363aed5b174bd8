/**
 * A model that is fed its own answers, as in use: step by step, the likeliest symbol or the predicted number goes back
 * in one step later.
 *
 * The whole model runs anew at each step, on steps of which those to come are still empty. It may not look ahead along
 * them, which is checked when the spec is, so what is answered at a step hangs on the steps before it only.
 */
import type { Prepared } from "@seqloom/data";
import type { TensorParams } from "@seqloom/nn";
import { fromData, type Tensor } from "@seqloom/tensor";
import type { Answer, Forward, TensorBatch } from "./forward.ts";
import type { Feedback, LossTerm } from "./loss-term.ts";
import { pointOf } from "./point.ts";

/** Undefined for data without feedback. */
export function feedbackOf({ fields }: Prepared, terms: readonly LossTerm[]): Feedback | undefined {
  for (const field of fields) {
    const term = terms.find(({ target }) => target === field.source);
    if (field.role === "feedback" && term !== undefined) return { field: field.name, term };
  }
  return undefined;
}

/**
 * @param batch  of the field that is fed back only the first step counts: a start mark or the last known value
 * @returns      the answers at all steps; as with `Forward`, the next call may overwrite them
 */
export function answerItself(
  forward: Forward,
  params: TensorParams,
  batch: TensorBatch,
  { field, term }: Feedback,
): Answer {
  const given = batch.fields[field];
  const [rows = 0, steps = 0] = given?.shape ?? [];
  if (given === undefined || steps === 0) return forward(params, batch);
  const perStep = given.size / (rows * steps);
  const fed = given.data.slice().fill(0);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < perStep; i++)
      fed[row * steps * perStep + i] = given.data[row * steps * perStep + i] ?? 0;
  // As many steps for all: how long the true answer is, is not known in use.
  const lengths = Object.hasOwn(batch.lengths, field)
    ? { ...batch.lengths, [field]: fromData(new Int32Array(rows).fill(steps)) }
    : batch.lengths;
  const answer = (): Answer =>
    forward(params, { fields: { ...batch.fields, [field]: fromData(fed.slice(), given.shape) }, lengths });
  for (let t = 0; t + 1 < steps; t++) {
    const output = answer().outputs[term.output];
    if (output === undefined) break;
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < perStep; i++)
        fed[(row * steps + t + 1) * perStep + i] = pointAt(
          term,
          output,
          (row * steps + t) * perStep + i,
          given.size,
        );
  }
  return answer();
}

function pointAt(term: LossTerm, output: Tensor, place: number, count: number): number {
  const width = output.size / count;
  return pointOf(term, output.data.subarray(place * width, (place + 1) * width));
}
