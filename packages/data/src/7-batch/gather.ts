/** Examples to tensors. */
import { internalFault } from "@seqloom/diagnostic";
import { allocate, type FloatDType, fromData, type Tensor } from "@seqloom/tensor";
import { fitScaler, identity, type Scaler, scale } from "../5-fit/scaler.ts";
import { startMark } from "../5-fit/vocabulary.ts";
import type { EncodedColumn, Field } from "../6-examples/encode.ts";
import { type Example, type Examples, exampleAt } from "../6-examples/examples.ts";
import type { Prepared } from "../prepare.ts";
import { hasColumnAxis, hasLengths, marks, stepsOf } from "./shape.ts";

/**
 * Some examples as tensors, batch first: the axes are those of `fieldInfos`. Sequences of different length are filled
 * up at their end, with 0.
 */
export interface Batch {
  readonly size: number;
  readonly fields: Readonly<Record<string, Tensor>>;
  /** Steps of each example, i32 [batch], for fields whose sequences differ in length. */
  readonly lengths: Readonly<Record<string, Tensor>>;
  /** Which examples of the part these are. */
  readonly indices: Int32Array;
}

export interface GatherOptions {
  /** f32 if left out. Places in a vocabulary are i32 in any case. */
  readonly dtype?: FloatDType;
  /** Leave out targets and feedback: for a forecast whose truth is still to come. */
  readonly inputsOnly?: boolean;
  /** Fill sequences up to this many steps at least, so that all batches have one shape. */
  readonly padTo?: number;
}

/** The examples at `indices` as one batch. */
export function gather(
  prepared: Prepared,
  examples: Examples,
  indices: Int32Array,
  options: GatherOptions = {},
): Batch {
  const fields: Record<string, Tensor> = {};
  const lengths: Record<string, Tensor> = {};
  const chosen = Array.from(indices, (i) => exampleAt(examples, i));
  for (const field of prepared.fields) {
    const isAnswer = field.role === "target" || field.role === "feedback";
    if (isAnswer && options.inputsOnly === true) continue;
    const ranges = chosen.map((example) => rangeOf(prepared, field, example));
    fields[field.name] = fill(prepared, field, chosen, ranges, options);
    if (hasLengths(prepared, field)) {
      lengths[field.name] = fromData(
        Int32Array.from(ranges, ({ steps }) => steps),
        [indices.length],
      );
    }
  }
  return { size: indices.length, fields, lengths, indices };
}

/** Rows (entries) `from` and on, one a step; before them come `before` steps with a mark, after them `after`. */
interface Range {
  readonly from: number;
  readonly count: number;
  readonly before: number;
  readonly steps: number;
}

function rangeOf(prepared: Prepared, field: Field, example: Example): Range {
  const kind = stepsOf(prepared, field);
  const isFeedback = field.role === "feedback";
  if (kind === "entries") {
    const from = field.offsets?.[example.inputFrom] ?? 0;
    const count = (field.offsets?.[example.inputFrom + 1] ?? 0) - from;
    // With marks the answer has one step more: the mark after it, or, a step late, the mark before it.
    const added = marks(prepared, field);
    if (isFeedback && added === 0)
      return { from, count: Math.max(0, count - 1), before: count > 0 ? 1 : 0, steps: count };
    return { from, count, before: isFeedback ? 1 : 0, steps: count + added };
  }
  const [from, to] = rowsOf(kind, field, example);
  if (!isFeedback) return { from, count: to - from, before: 0, steps: to - from };
  const hasBefore = from > (field.span.from[example.series] ?? 0);
  const count = to - from - (hasBefore ? 0 : 1);
  return { from: hasBefore ? from - 1 : from, count, before: hasBefore ? 0 : 1, steps: to - from };
}

function rowsOf(
  kind: "none" | "window" | "horizon",
  field: Field,
  example: Example,
): readonly [number, number] {
  if (kind === "horizon") return [example.targetFrom, example.targetTo];
  if (kind === "window") return [example.inputFrom, example.inputTo];
  const row = field.pick === "first" ? example.inputFrom : example.inputTo - 1;
  return [row, row + 1];
}

function fill(
  prepared: Prepared,
  field: Field,
  chosen: readonly Example[],
  ranges: readonly Range[],
  { dtype = "f32", padTo = 0 }: GatherOptions,
): Tensor {
  const hasSteps = stepsOf(prepared, field) !== "none";
  const longest = ranges.reduce(
    (most, { steps }) => Math.max(most, steps),
    hasLengths(prepared, field) ? padTo : 0,
  );
  const steps = hasSteps ? longest : 1;
  const { width } = field;
  const out = allocate(field.isIndex ? "i32" : dtype, ranges.length * steps * width);
  for (const [i, range] of ranges.entries()) {
    const example = chosen[i];
    if (example === undefined) throw internalFault("a range without an example");
    let column = 0;
    for (const own of field.columns) {
      const base = i * steps * width + column;
      if (own.kind !== "number" && field.vocabulary !== undefined) mark(out, base, width, field, range);
      const scaler = windowScaler(own, example);
      for (let t = 0; t < range.count; t++) {
        write(out, base + (range.before + t) * width, own, range.from + t, scaler);
      }
      column += own.kind === "onehot" ? own.size : 1;
    }
  }
  const shape = [
    ranges.length,
    ...(hasSteps ? [steps] : []),
    ...(hasColumnAxis(prepared, field) ? [width] : []),
  ];
  return fromData(out, shape);
}

/** The start mark a step before the answer, or the end mark a step after it. */
function mark(out: { [i: number]: number }, base: number, width: number, field: Field, range: Range): void {
  if (field.vocabulary?.hasMarks !== true) return;
  const start = startMark(field.vocabulary);
  if (range.before === 1) out[base] = start;
  if (range.steps > range.before + range.count) out[base + (range.before + range.count) * width] = start + 1;
}

function write(
  out: { [i: number]: number },
  at: number,
  column: EncodedColumn,
  row: number,
  scaler: Scaler,
): void {
  if (column.kind === "number") {
    out[at] = scale(scaler, column.values[row] ?? Number.NaN, column.name);
    return;
  }
  const place = column.places[row] ?? 0;
  if (column.kind === "place") out[at] = place;
  else if (place >= 0) out[at + place] = 1;
}

/** The scaler of one window, from its own values alone. */
export function windowScaler(column: EncodedColumn, example: Example): Scaler {
  if (column.kind !== "number" || column.window === undefined) return identity;
  const { method, key, base } = column.window;
  return fitScaler(method, base.subarray(example.inputFrom, example.inputTo), key);
}
