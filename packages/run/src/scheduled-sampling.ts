/**
 * Own answers mixed into what is fed back while training (`teacher` below 100 %).
 *
 * Two passes over the whole sequence in place of a loop over its steps: the first answers each step after true ones,
 * the second reads a mixture of these answers and the truth. An own answer therefore follows the true past, not own
 * answers before it (Mihaylova & Martins 2019, https://arxiv.org/abs/1906.07651; after Bengio et al. 2015,
 * https://arxiv.org/abs/1506.03099). No gradient goes through what is fed back.
 */
import {
  argmax,
  cast,
  concat,
  foldKey,
  greaterEqual,
  randomUniform,
  reshape,
  slice,
  softplus,
  squeeze,
  stopGradient,
  type Value,
  where,
} from "@seqloom/ops";
import type { Feedback, LossTerm } from "./loss-term.ts";
import type { FieldBatch } from "./model.ts";
import { widthOf } from "./point.ts";

/** Apart from the numbers that layers fold into the key. */
const purpose = 0x7ea_c4e5;

export interface Teaching {
  readonly feedback: Feedback;
  /** Share of true answers, 0 to 1. */
  readonly teacher: number;
  readonly key: Value;
}

/** The fields with a mixture in place of the one that is fed back; drawn for each example and step. */
export function withOwnAnswers(
  fields: FieldBatch["fields"],
  apply: (fields: FieldBatch["fields"]) => Readonly<Record<string, Value>>,
  { feedback: { field, term }, teacher, key }: Teaching,
): FieldBatch["fields"] {
  const truth = fields[field];
  const output = apply(fields)[term.output];
  const [rows = 0, steps = 0] = truth?.shape ?? [];
  if (truth === undefined || output === undefined || steps < 2) return fields;
  const own = cast(reshape(stopGradient(answersOf(term, output)), truth.shape), truth.dtype);
  const late = concat([slice(truth, 1, 0, 1), slice(own, 1, 0, steps - 1)], 1);
  const isOwn = greaterEqual(randomUniform(foldKey(key, purpose), [rows, steps]), teacher);
  const wide = reshape(isOwn, [rows, steps, ...truth.shape.slice(2).map(() => 1)]);
  return { ...fields, [field]: where(wide, late, truth) };
}

/** As `pointOf` reads them, of values that are recorded. */
function answersOf(term: LossTerm, output: Value): Value {
  if (term.name === "crossEntropy") return argmax(output, -1);
  if (term.name === "binaryCrossEntropy") return greaterEqual(output, 0);
  const width = widthOf(term);
  if (width === 1) return output;
  const place = term.name === "quantile" ? Math.floor(width / 2) : 0;
  const own = squeeze(slice(output, -1, place, place + 1), -1);
  return term.name === "negativeBinomial" ? softplus(own) : own;
}
