/** What a model answers on one part of the data beside what is true, for metrics. */
import { gather, naiveScales, type PartName, type Prepared, partOf, report, restore } from "@seqloom/data";
import type { FloatDType, Tensor } from "@seqloom/tensor";
import type { Answers } from "./carry-out/metrics.ts";
import { numbersOf } from "./carry-out/setting.ts";
import type { TensorBatch } from "./forward.ts";
import type { LossTerm } from "./loss-term.ts";
import { isOfNumbers, pointOf } from "./point.ts";
import type { Work } from "./work.ts";

const batchSize = 64;

export interface CollectOptions {
  readonly prepared: Prepared;
  readonly part: PartName;
  /** Says which output answers which target, and in what form. */
  readonly term: LossTerm;
  readonly dtype: FloatDType;
  /** The output of that name for a batch. */
  readonly run: (batch: TensorBatch) => Tensor | undefined;
}

/** Only steps that are there count. */
export function* collect({ prepared, part, term, dtype, run }: CollectOptions): Work<Answers> {
  const examples = partOf(prepared, part);
  const into = startOf(term);
  for (let from = 0; from < examples.count; from += batchSize) {
    const indices = Int32Array.from(
      { length: Math.min(batchSize, examples.count - from) },
      (_, i) => from + i,
    );
    const { fields, lengths } = gather(prepared, examples, indices, { dtype });
    const output = run({ fields, lengths });
    const target = fields[term.target];
    if (output !== undefined && target !== undefined) add(into, term, output, target, lengths[term.target]);
    yield (from + indices.length) / examples.count;
  }
  const { nats, ...lists } = into;
  const answers = { ...lists, loss: nats / Math.max(1, into.truth.length), before: [], scales: [] };
  return isForecast(prepared, term) ? inUnits(prepared, part, term, answers) : answers;
}

interface Collected {
  readonly truth: number[];
  readonly predicted: number[];
  readonly isExact: boolean[];
  readonly scores: number[];
  readonly levels: readonly number[];
  readonly quantiles: readonly number[][];
  nats: number;
}

function startOf(term: LossTerm): Collected {
  const levels = numbersOf(term, "levels");
  const quantiles = levels.map((): number[] => []);
  return { truth: [], predicted: [], isExact: [], scores: [], levels, quantiles, nats: 0 };
}

function add(
  into: Collected,
  term: LossTerm,
  output: Tensor,
  target: Tensor,
  lengths: Tensor | undefined,
): void {
  const rows = target.shape[0] ?? 1;
  const perRow = target.size / rows;
  const width = output.size / target.size; // classes, levels or parameters of each answer
  const steps = target.shape[1] ?? 1;
  for (let row = 0; row < rows; row++) {
    const valid = lengths?.data[row] ?? steps;
    let isRight = true;
    for (let i = 0; i < perRow; i++) {
      if (Math.floor((i * steps) / Math.max(1, perRow)) >= valid) continue;
      const at = row * perRow + i;
      const y = target.data[at] ?? Number.NaN;
      const own = output.data.subarray(at * width, (at + 1) * width);
      const answer = pointOf(term, own);
      into.truth.push(y);
      into.predicted.push(answer);
      into.scores.push(term.name === "crossEntropy" ? (own[1] ?? 0) - (own[0] ?? 0) : (own[0] ?? 0));
      into.levels.forEach((_, k) => into.quantiles[k]?.push(own[k] ?? Number.NaN));
      if (term.name === "crossEntropy") into.nats += crossEntropyOf(own, y);
      isRight &&= answer === y;
    }
    into.isExact.push(isRight);
  }
}

function crossEntropyOf(scores: ArrayLike<number>, y: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) most = Math.max(most, scores[k] ?? 0);
  let total = 0;
  for (let k = 0; k < scores.length; k++) total += Math.exp((scores[k] ?? 0) - most);
  return Math.log(total) + most - (scores[y] ?? Number.NEGATIVE_INFINITY);
}

/** Whether answers are numbers that can be told in the units of the report column. */
function isForecast({ spec, arranged }: Prepared, { name }: LossTerm): boolean {
  return spec.horizon !== undefined && arranged.frame.isTimed && isOfNumbers(name);
}

function inUnits(prepared: Prepared, part: PartName, { target }: LossTerm, answers: Answers): Answers {
  const reported = report(prepared, partOf(prepared, part));
  const { actual, last, horizon, field } = reported;
  if (field !== target) return answers; // the report column is made of another target
  const restored = (values: readonly number[]) => Array.from(restore(prepared, reported, values));
  return {
    ...answers,
    truth: Array.from(actual),
    predicted: restored(answers.predicted),
    quantiles: answers.quantiles.map(restored),
    before: Array.from(actual, (_, i) => last[Math.floor(i / horizon)] ?? Number.NaN),
    scales: Array.from(naiveScales(prepared, reported)),
  };
}
