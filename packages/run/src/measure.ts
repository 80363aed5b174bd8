/**
 * How well a model answers on one part of the data, by the metrics of the language.
 *
 * Where answers are fed back, each step is given the true ones before it, as in training.
 */
import { gather, naiveScales, type PartName, type Prepared, partOf, report, restore } from "@seqloom/data";
import { type Compiler, type Executable, trace } from "@seqloom/graph";
import type { Params, TensorParams } from "@seqloom/nn";
import { leaves, withLeaves } from "@seqloom/ops";
import type { LoweredModel } from "@seqloom/seq";
import { formatType, type Tensor } from "@seqloom/tensor";
import { type Answers, metrics } from "./carry-out/metrics.ts";
import { carrierOf, numbersOf } from "./carry-out/setting.ts";
import type { LossTerm } from "./loss.ts";

export interface MeasureOptions {
  readonly model: LoweredModel;
  readonly prepared: Prepared;
  readonly part: PartName;
  /** The first term says which output answers which target, and in what form. */
  readonly term: LossTerm;
  readonly names: readonly string[];
  readonly compiler: Compiler;
}

/** Values by metric. Compiled once; the last result is kept, since each metric asks for the same weights. */
export type Measure = (params: TensorParams) => Readonly<Record<string, number>>;

const batchSize = 64;

export function measurer({ model, prepared, part, term, names, compiler }: MeasureOptions): Measure {
  const executables = new Map<string, Executable>();
  let last: { readonly params: TensorParams; readonly values: Readonly<Record<string, number>> } | undefined;
  const run = (
    params: TensorParams,
    batch: {
      readonly fields: Readonly<Record<string, Tensor>>;
      readonly lengths: Readonly<Record<string, Tensor>>;
    },
  ): Tensor | undefined => {
    const values = leaves(batch);
    const key = values.map(formatType).join();
    const weights = Object.values(params);
    let executable = executables.get(key);
    if (executable === undefined) {
      const graph = trace(
        (...all) => {
          const given = withLeaves<typeof batch>(batch, all.slice(weights.length));
          const { outputs } = model.apply(
            withLeaves<Params>(params, all.slice(0, weights.length)),
            given.fields,
            { lengths: given.lengths },
          );
          const output = outputs[term.output];
          return output === undefined ? [] : [output];
        },
        [...weights, ...values],
      );
      executable = compiler.compile({ graph, carried: 0 });
      executables.set(key, executable);
    }
    return executable.call([...weights, ...Object.values(batch.fields), ...Object.values(batch.lengths)])[0];
  };
  return (params) => {
    if (last?.params === params) return last.values;
    const answers = collect(prepared, part, term, (batch) => run(params, batch));
    const values = Object.fromEntries(
      names.map((name) => [name, carrierOf(metrics, { name, options: {} }, "metric")(answers)]),
    );
    last = { params, values };
    return values;
  };
}

type RunBatch = (batch: {
  readonly fields: Readonly<Record<string, Tensor>>;
  readonly lengths: Readonly<Record<string, Tensor>>;
}) => Tensor | undefined;

function collect(prepared: Prepared, part: PartName, term: LossTerm, run: RunBatch): Answers {
  const examples = partOf(prepared, part);
  const into = {
    truth: [] as number[],
    predicted: [] as number[],
    isExact: [] as boolean[],
    scores: [] as number[],
  };
  const levels = numbersOf(term, "levels");
  const quantiles = levels.map((): number[] => []);
  const raw: number[] = [];
  let nats = 0;
  for (let from = 0; from < examples.count; from += batchSize) {
    const indices = Int32Array.from(
      { length: Math.min(batchSize, examples.count - from) },
      (_, i) => from + i,
    );
    const { fields, lengths } = gather(prepared, examples, indices);
    const output = run({ fields, lengths });
    const target = fields[term.target];
    if (output === undefined || target === undefined) continue;
    const rows = indices.length;
    const perRow = target.size / rows;
    const width = output.size / target.size; // classes, levels or parameters of each answer
    const steps = target.shape[1] ?? 1;
    for (let row = 0; row < rows; row++) {
      const valid = lengths[term.target]?.data[row] ?? steps;
      let isRight = true;
      for (let i = 0; i < perRow; i++) {
        if (Math.floor((i * steps) / Math.max(1, perRow)) >= valid) continue;
        const at = row * perRow + i;
        const y = target.data[at] ?? Number.NaN;
        const own = output.data.subarray(at * width, (at + 1) * width);
        const answer = read(term, own);
        into.truth.push(y);
        into.predicted.push(answer);
        raw.push(own[0] ?? Number.NaN);
        into.scores.push(term.name === "crossEntropy" ? (own[1] ?? 0) - (own[0] ?? 0) : (own[0] ?? 0));
        levels.forEach((_, k) => quantiles[k]?.push(own[k] ?? Number.NaN));
        if (term.name === "crossEntropy") nats += crossEntropyOf(own, y);
        isRight &&= answer === y;
      }
      into.isExact.push(isRight);
    }
  }
  const answers = {
    ...into,
    levels,
    quantiles,
    loss: nats / Math.max(1, into.truth.length),
    before: [],
    scales: [],
  };
  return isForecast(prepared, term) ? inUnits(prepared, part, answers, raw) : answers;
}

/** The answer that a row of outputs stands for: the likeliest class, 0 or 1, the middle quantile, a number. */
function read(term: LossTerm, own: ArrayLike<number>): number {
  if (term.name === "crossEntropy") {
    let best = 0;
    for (let k = 1; k < own.length; k++) if ((own[k] ?? 0) > (own[best] ?? 0)) best = k;
    return best;
  }
  if (term.name === "binaryCrossEntropy") return (own[0] ?? 0) > 0 ? 1 : 0;
  return own[term.name === "quantile" ? Math.floor(own.length / 2) : 0] ?? Number.NaN;
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
  return (
    spec.horizon !== undefined && arranged.frame.isTimed && ["mse", "mae", "huber", "logCosh"].includes(name)
  );
}

function inUnits(prepared: Prepared, part: PartName, answers: Answers, raw: readonly number[]): Answers {
  const reported = report(prepared, partOf(prepared, part));
  const { actual, last, horizon } = reported;
  return {
    ...answers,
    truth: Array.from(actual),
    predicted: Array.from(restore(prepared, reported, raw)),
    before: Array.from(actual, (_, i) => last[Math.floor(i / horizon)] ?? Number.NaN),
    scales: Array.from(naiveScales(prepared, reported)),
  };
}

/** What is told where a spec names no metrics. */
export function defaultMetrics({ name }: LossTerm): readonly string[] {
  if (name === "crossEntropy" || name === "binaryCrossEntropy") return ["accuracy"];
  return name === "quantile" ? ["pinball", "coverage"] : ["mae", "rmse"];
}
