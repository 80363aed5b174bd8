/** What made the first NaN of recorded steps. */
import { SeqError } from "@seqloom/diagnostic";
import { evaluate, type Program } from "@seqloom/graph";
import { detectNaN, placeOfNaN } from "@seqloom/ops";
import { formatShape, type Tensor } from "@seqloom/tensor";

/** A step that ran, and what it ran on: first what was carried into it. */
export interface Replay {
  readonly program: Program;
  readonly inputs: readonly Tensor[];
}

/**
 * Runs a step on the plain device, primitive by primitive, up to the first NaN. Where that was carried into it, the step
 * before is searched, whose loss and gradient may have been sound.
 *
 * @returns SeqError "nan" naming the primitive, or "nan-given" naming the input that held it; undefined if there is none
 */
export function firstNaN(last: Replay, previous: Replay | undefined): SeqError | undefined {
  const found = search(last);
  if (found?.code !== "nan-given") return found;
  const given = last.inputs.findIndex((input) => placeOfNaN(input) !== undefined);
  const isCarried = given >= 0 && given < last.program.carried;
  const made = isCarried && previous !== undefined ? search(previous) : undefined;
  if (made?.code === "nan") {
    return new SeqError("nan", `in the update of the step before, ${made.summary}`, {
      ...(made.help !== undefined && { help: made.help }),
      details: made.details,
    });
  }
  return inputNamed(last, given) ?? found;
}

function search({ program, inputs }: Replay): SeqError | undefined {
  try {
    detectNaN(() => evaluate(program.graph, inputs));
    return undefined;
  } catch (error) {
    if (error instanceof SeqError && (error.code === "nan" || error.code === "nan-given")) return error;
    throw error;
  }
}

function inputNamed({ program: { graph }, inputs }: Replay, index: number): SeqError | undefined {
  const [input, id] = [inputs[index], graph.inputs[index]];
  const place = input && placeOfNaN(input);
  if (input === undefined || id === undefined || place === undefined) return undefined;
  const name = graph.names.get(id) ?? `input ${index}`;
  return new SeqError(
    "nan-given",
    `${name} was given with a NaN, at ${formatShape(place)} of ${formatShape(input.shape)}`,
    {
      help: "no operation made it; look at the data and parameters that were handed in",
      details: { input: name, place, shape: input.shape },
    },
  );
}
