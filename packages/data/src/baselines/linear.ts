/** The linear baseline: ridge regression on everything a model would get. */
import { SeqError } from "@seqloom/diagnostic";
import { scale } from "../5-fit/scaler.ts";
import { type Examples, exampleAt } from "../6-examples/examples.ts";
import { gather, windowScaler } from "../7-batch/gather.ts";
import { stepsOf } from "../7-batch/shape.ts";
import { type Prepared, partOf } from "../prepare.ts";
import type { Reported } from "../report/reported.ts";
import { fitRidge, type Regression } from "./ridge.ts";

/** Work that a regression may cost: examples times features squared. Beyond it only every n-th example is used. */
const workLimit = 1e9;

/**
 * Predicts the scaled targets of the examples. Of two regressions, one on the targets and one on their change since the
 * origin, that is used which errs less on held-out training examples: a series whose level moves away from that of the
 * training part is foretold by its changes, a series that swings around a level by its values.
 *
 * @returns as the output of a model for the report field
 * @see Zeng et al. 2023, "Are transformers effective for time series forecasting?", whose NLinear predicts the change
 */
export function linearForecast(prepared: Prepared, { examples, field }: Reported): Float64Array {
  const train = partOf(prepared, "train");
  const { features } = regression(prepared, train, Int32Array.of(0), field);
  const every = Math.max(1, Math.ceil((train.count * features ** 2) / workLimit));
  const chosen = Int32Array.from({ length: Math.ceil(train.count / every) }, (_, i) => i * every);
  const data = regression(prepared, train, chosen, field);
  const all = Int32Array.from({ length: examples.count }, (_, i) => i);
  const { x } = regression(prepared, examples, all);
  const levels = fitRidge(data);
  const before = lastTargets(prepared, train, chosen, data.outputs, field);
  if (before === undefined) return levels.predict(x, examples.count);
  const changes = fitRidge({ ...data, y: data.y.map((value, i) => value - (before[i] ?? 0)) });
  if (levels.heldError <= changes.heldError) return levels.predict(x, examples.count);
  const last = lastTargets(prepared, examples, all, data.outputs, field);
  return changes.predict(x, examples.count).map((change, i) => change + (last?.[i] ?? 0));
}

/**
 * The scaled target at the origin of each example, repeated over the horizon: [count, outputs]. None where it is not
 * known then, or where there is no horizon.
 */
function lastTargets(
  { spec, reach, fields }: Prepared,
  examples: Examples,
  indices: Int32Array,
  outputs: number,
  answer: string,
): Float64Array | undefined {
  const field = fields.find(({ name }) => name === answer);
  if (spec.horizon === undefined || reach.delay > 0 || field === undefined) return undefined;
  const last = new Float64Array(indices.length * outputs);
  for (const [i, index] of indices.entries()) {
    const example = exampleAt(examples, index);
    const origin = example.inputTo - 1;
    if (origin < (field.span.from[example.series] ?? 0)) return undefined;
    for (let k = 0; k < outputs; k++) {
      const column = field.columns[k % field.width];
      if (column?.kind !== "number") return undefined;
      last[i * outputs + k] = scale(windowScaler(column, example), column.values[origin] ?? 0);
    }
  }
  return last;
}

/**
 * Everything a model would get, flat: windows, known columns over the horizon, static columns.
 *
 * @param answer  the target field; none where the truth is still to come
 */
function regression(
  prepared: Prepared,
  examples: Examples,
  indices: Int32Array,
  answer?: string,
): Regression {
  const inputsOnly = answer === undefined;
  const batch = gather(prepared, examples, indices, { dtype: "f64", inputsOnly });
  const plain = prepared.fields.filter(
    ({ isIndex, role }) => !isIndex && role !== "target" && role !== "feedback",
  );
  const uneven = plain.find(
    (field) => stepsOf(prepared, field) === "window" && prepared.spec.window === undefined,
  );
  if (
    plain.length === 0 ||
    uneven !== undefined ||
    plain.some(({ name }) => Object.hasOwn(batch.lengths, name))
  ) {
    throw new SeqError(
      "baseline-inputs",
      "the linear baseline needs inputs that are numbers, equally many in each example",
      {
        help: "leave `linear` out of the baselines",
        details: { fields: prepared.fields.map(({ name }) => name) },
      },
    );
  }
  const count = indices.length;
  const blocks = plain.map(({ name }) => batch.fields[name]?.data ?? new Float64Array());
  const widths = blocks.map((block) => block.length / Math.max(1, count));
  const features = widths.reduce((sum, width) => sum + width, 0);
  const x = new Float64Array(count * features);
  let at = 0;
  for (const [b, block] of blocks.entries()) {
    const width = widths[b] ?? 0;
    for (let i = 0; i < count; i++) x.set(block.subarray(i * width, (i + 1) * width), i * features + at);
    at += width;
  }
  const y = answer === undefined ? new Float64Array() : Float64Array.from(batch.fields[answer]?.data ?? []);
  return { count, features, outputs: y.length / Math.max(1, count), x, y };
}
