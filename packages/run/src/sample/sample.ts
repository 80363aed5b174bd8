/** What a `sample { }` section asks for: a text written on, or answers to a prompt. */
import { gather, type Prepared, partOf } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import type { Work } from "../work.ts";
import { answerTo } from "./answer.ts";
import { placesIn, textOf } from "./form.ts";
import { type SampleSettings, type Writer, type Written, writeOn } from "./write.ts";

export type Sample = Written | Answered;

export interface Answered {
  readonly kind: "answers";
  readonly answers: readonly {
    readonly input: string;
    readonly answer: string;
    /** Where the input is from the test part. */
    readonly truth?: string;
  }[];
  /** Symbols of the prompt that training never showed. */
  readonly unknown: readonly string[];
}

/** How many inputs of the test part are answered where there is no prompt. */
const shownInputs = 5;

/**
 * @param prepared  without a prompt a model that answers is given inputs of the test part
 * @throws SeqError "stream-whole"; "prompt-missing" for a model that answers, without prompt or data
 */
export function* sample(writer: Writer, settings: SampleSettings, prepared?: Prepared): Work<Sample> {
  const { input, feedback } = writer.form;
  if (feedback === undefined) return yield* writeOn(writer, settings);
  if (settings.prompt !== "" || prepared === undefined) {
    const { places, unknown } = placesIn(input, settings.prompt);
    if (places.length === 0)
      throw new SeqError("prompt-missing", `${writer.model.name} answers a prompt, and there is none`, {
        help: 'give one: --prompt "..."',
      });
    const answer = yield* answerTo(writer, feedback, places, settings);
    return { kind: "answers", answers: [{ input: settings.prompt, answer }], unknown };
  }
  const answers: Answered["answers"][number][] = [];
  const examples = partOf(prepared, "test");
  for (let i = 0; i < Math.min(shownInputs, examples.count); i++) {
    const { fields, lengths } = gather(prepared, examples, Int32Array.of(i));
    const given = Array.from(fields[input.field]?.data ?? []).slice(0, lengths[input.field]?.data[0]);
    const source = prepared.fields.find(({ name }) => name === feedback.field)?.source ?? "";
    answers.push({
      input: textOf(input, given),
      answer: yield* answerTo(writer, feedback, given, settings),
      truth: textOf(feedback, Array.from(fields[source]?.data ?? [])),
    });
  }
  return { kind: "answers", answers, unknown: [] };
}
