/** Answering one sequence with another, symbol by symbol until the end mark. */
import { startMark } from "@seqloom/data";
import { fold, fromData, rng, uniform } from "@seqloom/tensor";
import type { Work } from "../work.ts";
import { choose } from "./choose.ts";
import { type SymbolField, textOf } from "./form.ts";
import { barredFrom, type SampleSettings, type Writer } from "./write.ts";

/** The empty steps grow in doublings, so that few shapes are compiled. */
const firstSteps = 16;

/**
 * The whole model runs anew at each step (see own-answers.ts).
 *
 * @param places  the input
 * @returns       the answer as text, without marks, at most `length` symbols
 */
export function* answerTo(
  { forward, params, form }: Writer,
  feedback: SymbolField,
  places: readonly number[],
  { length, temperature, top, seed }: Omit<SampleSettings, "prompt">,
): Work<string> {
  const start = startMark(feedback.vocabulary);
  const end = start + 1;
  const barred = new Set([...barredFrom(feedback), start]);
  const input = fromData(Int32Array.from(places), [1, places.length]);
  const fed = [start];
  while (fed.length <= length) {
    const steps = Math.max(firstSteps, 2 ** Math.ceil(Math.log2(fed.length)));
    const previous = new Int32Array(steps);
    previous.set(fed);
    const fields = { [form.input.field]: input, [feedback.field]: fromData(previous, [1, steps]) };
    const output = forward(params, { fields, lengths: {} }).outputs[form.output];
    const width = (output?.size ?? 0) / steps;
    const scores = output?.data.subarray((fed.length - 1) * width, fed.length * width) ?? [];
    const draw = uniform(fold(rng(seed), fed.length), [1]).data[0] ?? 0;
    const place = choose(scores, { temperature, barred, draw, ...(top !== undefined && { top }) });
    if (place === end) break;
    fed.push(place);
    yield Math.min(1, fed.length / length);
  }
  return textOf(feedback, fed);
}
