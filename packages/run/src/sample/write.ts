/** Writing on: one symbol at a time from carried states, each step the same compiled program. */
import { SeqError } from "@seqloom/diagnostic";
import type { TensorParams } from "@seqloom/nn";
import { mapLeaves } from "@seqloom/ops";
import type { CheckedSpec, LoweredModel } from "@seqloom/seq";
import { fold, fromData, rng, Tensor, uniform } from "@seqloom/tensor";
import type { Forward, TensorStates } from "../forward.ts";
import type { Work } from "../work.ts";
import { choose } from "./choose.ts";
import { placesIn, type SampleForm, type SymbolField, textOf } from "./form.ts";

export type SampleSettings = NonNullable<CheckedSpec["sample"]>;

export interface Writer {
  readonly model: LoweredModel;
  readonly forward: Forward;
  readonly params: TensorParams;
  readonly form: SampleForm;
}

export interface Written {
  readonly kind: "text";
  /** Prompt included. */
  readonly text: string;
  /** Symbols of the prompt that training never showed. */
  readonly unknown: readonly string[];
}

/**
 * Continues the prompt by `length` symbols.
 *
 * @throws SeqError "stream-whole" for a model whose step needs more of the past than its states hold
 */
export function* writeOn(writer: Writer, settings: SampleSettings): Work<Written> {
  const { prompt, length, temperature, top, seed } = settings;
  const { input } = writer.form;
  const { places, unknown } = placesIn(input, prompt);
  checkStream(writer, places);
  const begin = places.length === 0 ? [startOf(input)] : places;
  let at: Step = { states: {}, scores: [] };
  for (const place of begin) at = step(writer, place, at.states);
  const barred = barredFrom(input);
  const written: number[] = [];
  for (let i = 0; i < length; i++) {
    const draw = uniform(fold(rng(seed), i), [1]).data[0] ?? 0;
    const place = choose(at.scores, { temperature, barred, draw, ...(top !== undefined && { top }) });
    written.push(place);
    if (i + 1 < length) at = step(writer, place, at.states);
    yield (i + 1) / length;
  }
  const tail = textOf(input, written);
  const isApart = input.separator !== "" && prompt !== "" && !prompt.endsWith(" ");
  return { kind: "text", text: `${prompt}${isApart ? input.separator : ""}${tail}`, unknown };
}

/** Unknown and the marks are no symbols to write. */
export function barredFrom({ vocabulary }: SymbolField): ReadonlySet<number> {
  return new Set(vocabulary.hasUnknown ? [0] : []);
}

/** Without a prompt a text begins after a line break, if training showed one. */
function startOf({ vocabulary }: SymbolField): number {
  const first = vocabulary.hasUnknown ? 1 : 0;
  return first + Math.max(0, vocabulary.symbols.indexOf("\n"));
}

interface Step {
  /** None before the first step: the cells begin as they do. */
  readonly states: TensorStates;
  readonly scores: ArrayLike<number>;
}

function step({ forward, params, form }: Writer, place: number, states: TensorStates): Step {
  const fields = { [form.input.field]: fromData(Int32Array.of(place), [1, 1]) };
  const answer = forward(params, { fields, lengths: {} }, states);
  // Copies: the next call may overwrite what this one gave.
  return {
    states: mapLeaves(answer.states, (value) =>
      value instanceof Tensor ? fromData(value.data.slice(), value.shape) : value,
    ),
    scores: answer.outputs[form.output]?.data.slice() ?? [],
  };
}

/** Enough steps for convolutions and shifts along time to show. */
const probe = 6;
/** f32 in another order of sums. */
const tolerance = 1e-3;

/**
 * Step by step must give what the whole gives.
 *
 * @throws SeqError "stream-whole"
 */
export function checkStream(writer: Writer, places: readonly number[] = []): void {
  const { forward, params, form, model } = writer;
  const size = form.input.vocabulary.symbols.length;
  const symbols = Array.from({ length: probe }, (_, i) => places[i] ?? i % size);
  const fields = { [form.input.field]: fromData(Int32Array.from(symbols), [1, probe]) };
  const whole = forward(params, { fields, lengths: {} }).outputs[form.output]?.data.slice() ?? [];
  let at: Step = { states: {}, scores: [] };
  for (const place of symbols) at = step(writer, place, at.states);
  const width = at.scores.length;
  const apart = Array.from(
    { length: width },
    (_, k) =>
      Math.abs((whole[whole.length - width + k] ?? 0) - (at.scores[k] ?? 0)) /
      Math.max(1, Math.abs(at.scores[k] ?? 0)),
  );
  const most = Math.max(0, ...apart);
  if (most <= tolerance) return;
  throw new SeqError(
    "stream-whole",
    `${model.name} cannot write step by step: after ${probe} symbols one by one its scores differ by ${most.toPrecision(2)} from those of all at once`,
    {
      help: "attention, convolutions, shifts and sums along time need the whole sequence; recurrent layers carry what they need",
      details: { model: model.name, apart: most },
    },
  );
}
