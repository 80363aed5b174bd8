/** Forecasts in the units people use: which rows are predicted, what came true, and the way back from scaled numbers. */
import { SeqError } from "@seqloom/diagnostic";
import { stepNumber, stepTime } from "../2-time/step.ts";
import { unscale } from "../5-fit/scaler.ts";
import { type Example, type Examples, exampleAt } from "../6-examples/examples.ts";
import type { Prepared } from "../prepare.ts";
import { beginsLater, type Known } from "./read-part.ts";
import { targetScaler, type WayBack, wayBack } from "./way-back.ts";

/** What a forecast of some examples is about. Predicted step k of example i is entry `i * horizon + k`. */
export interface Reported {
  /** The column, and the field that holds the target made of it. */
  readonly name: string;
  readonly field: string;
  readonly count: number;
  /** Predicted steps of each example; 1 where an example has no horizon: its last step. */
  readonly horizon: number;
  readonly examples: Examples;
  readonly series: Int32Array;
  /** When each forecast is made: the time of the last row it looks at. */
  readonly originTimes: Float64Array;
  /** The last value of the column known at the origin, which is the naive forecast; NaN for independent rows. */
  readonly last: Float64Array;
  /** [count, horizon]: rows of the predicted steps; past the end of the table where they are still to come. */
  readonly rows: Int32Array;
  /** [count, horizon]: when they are; NaN where there is neither a row nor a step that says so. */
  readonly times: Float64Array;
  /** [count, horizon]: what came true; NaN where that is still to come. */
  readonly actual: Float64Array;
  /** How the target is turned back, and the values of the column in all rows. */
  readonly way: WayBack;
}

/**
 * The rows and values that forecasts of these examples are about.
 *
 * @throws SeqError "report-impossible", "report-not-number"
 */
export function report(prepared: Prepared, examples: Examples): Reported {
  const way = wayBack(prepared);
  const { arranged, spec } = prepared;
  const { starts, isTimed } = arranged.frame;
  const horizon = spec.horizon ?? 1;
  const { count } = examples;
  const originTimes = new Float64Array(count);
  const last = new Float64Array(count).fill(Number.NaN);
  const rows = new Int32Array(count * horizon);
  const times = new Float64Array(count * horizon);
  const actual = new Float64Array(count * horizon).fill(Number.NaN);
  for (let i = 0; i < count; i++) {
    const example = exampleAt(examples, i);
    const origin = example.inputTo - 1;
    originTimes[i] = arranged.times[origin] ?? Number.NaN;
    const firstRow = firstTarget(prepared, example) + way.inverse.shift;
    if (isTimed) last[i] = way.values[lastKnown(way, example, firstRow)] ?? Number.NaN;
    const end = starts[example.series + 1] ?? 0;
    for (let k = 0; k < horizon; k++) {
      const row = firstRow + k;
      rows[i * horizon + k] = row;
      times[i * horizon + k] =
        row < end ? (arranged.times[row] ?? Number.NaN) : futureTime(prepared, end - 1, row);
      if (row < end) actual[i * horizon + k] = way.values[row] ?? Number.NaN;
    }
  }
  const { series } = examples;
  const { name, field } = way;
  return {
    name,
    field: field.name,
    count,
    horizon,
    examples,
    series,
    originTimes,
    last,
    rows,
    times,
    actual,
    way,
  };
}

/** The last row whose value is known when the forecast is made: never the predicted one, be it the origin's own. */
function lastKnown({ late }: WayBack, { inputTo }: Example, firstRow: number): number {
  return Math.min(inputTo - 1 - late, firstRow - 1);
}

/** Without a horizon the last step is the forecast: it is the one that nothing after it can have told. */
function firstTarget(prepared: Prepared, example: Example): number {
  return prepared.spec.horizon === undefined ? example.inputTo - 1 : example.targetFrom;
}

function futureTime({ arranged }: Prepared, lastRow: number, row: number): number {
  const { step, times, time } = arranged;
  const lastTime = times[lastRow] ?? Number.NaN;
  if (time?.kind === "row") return lastTime + (row - lastRow);
  if (step === undefined) return Number.NaN;
  return stepTime(step, stepNumber(step, lastTime, lastTime) + (row - lastRow), lastTime);
}

/**
 * Predictions of the model in the units of the report column. Steps of a horizon are restored one after another, so
 * that a return of the second day starts from the restored price of the first.
 *
 * @param predictions  the model's output for the field {@link Reported.field}, scaled, in the order of the examples:
 *                     [count, horizon], [count, horizon, target], or [count, time, target] without a horizon
 * @returns            [count, horizon]
 * @throws SeqError "prediction-size"; "too-few-rows", "known-missing" where the rows do not hold what the way back needs
 */
export function restore(
  prepared: Prepared,
  reported: Reported,
  predictions: ArrayLike<number>,
): Float64Array {
  const { count, horizon, rows, way } = reported;
  if (count === 0) return new Float64Array();
  const perExample = predictions.length / count;
  const width = way.field.width;
  if (!Number.isInteger(perExample) || perExample < horizon * width || perExample % width !== 0) {
    throw new SeqError(
      "prediction-size",
      `${count} examples with ${horizon} steps of ${width} targets need ${count * horizon * width} predictions; there are ${predictions.length}`,
      {
        help: "hand in the model's output for all examples of the part, in order",
        details: { count, horizon, targets: width, found: predictions.length },
      },
    );
  }
  const firstStep = perExample / width - horizon;
  const out = new Float64Array(count * horizon);
  for (let i = 0; i < count; i++) {
    const example = exampleAt(reported.examples, i);
    const scaler = targetScaler(way, example, prepared);
    const start = rows[i * horizon] ?? 0;
    const last = lastKnown(way, example, start);
    const first = way.from[example.series] ?? 0;
    // What lies after the origin may only be read where it was restored: its truth is what is sought.
    const known: Known = {
      series: example.series,
      end: (prepared.arranged.starts[example.series + 1] ?? 0) - 1,
      reported(row) {
        if (row < first) throw beginsLater(reported.name, first - row);
        if (row <= last) return way.values[row] ?? Number.NaN;
        if (row >= start && row < start + horizon) return out[i * horizon + row - start] ?? Number.NaN;
        throw notKnownYet(reported.name, row - example.inputTo + 1);
      },
    };
    for (let k = 0; k < horizon; k++) {
      const scaled = predictions[i * perExample + (firstStep + k) * width + way.column] ?? Number.NaN;
      const row = (rows[i * horizon + k] ?? 0) - way.inverse.shift;
      out[i * horizon + k] = way.inverse.solve(unscale(scaler, scaled), row, known);
    }
  }
  return out;
}

function notKnownYet(name: string, ahead: number): SeqError {
  const when = ahead > 0 ? `${ahead} steps after the origin` : `${-ahead} steps before the origin`;
  return new SeqError(
    "report-impossible",
    `to get ${name} back, its value ${when} is needed, and it is not known then`,
    {
      help: "predict the next steps with `horizon`, or report another column",
      details: { report: name, ahead },
    },
  );
}

/** Values of the report column that are known when the forecast of an example is made, from its series' first. */
export function historyOf(reported: Reported, i: number): Float64Array {
  const { way, examples, rows, horizon } = reported;
  const example = exampleAt(examples, i);
  const end = lastKnown(way, example, rows[i * horizon] ?? 0) + 1;
  return way.values.subarray(way.from[example.series] ?? 0, end);
}

/** How many steps lie between the last known value and the first predicted step of an example; 1 is the next step. */
export function stepsAhead(reported: Reported, i: number): number {
  const firstRow = reported.rows[i * reported.horizon] ?? 0;
  return firstRow - lastKnown(reported.way, exampleAt(reported.examples, i), firstRow);
}
