/** A saved model looks through new rows for unusual times, by what it was taught to expect. */
import { SeqError } from "@seqloom/diagnostic";
import { type UseSavedOptions, useSaved } from "../use-saved.ts";
import type { Work } from "../work.ts";
import { type Detection, detect } from "./detect.ts";

/**
 * Reads the rows; the work that is returned judges them. Spread and threshold are those of the training run.
 *
 * @throws SeqError "detect-missing" for a model that was trained without a `detect { }` section, and those of `useSaved`; the
 *         work: "too-few-rows"
 */
export async function detectSaved(options: UseSavedOptions): Promise<Work<Detection>> {
  const { model, record } = options.saved;
  const { spec, prepared, terms, predict } = await useSaved(options, ({ detect: settings }) => {
    if (settings === undefined || record.detect === undefined) throw missing(model);
  });
  const [term] = terms;
  if (spec.detect === undefined || record.detect === undefined || term === undefined) throw missing(model);
  return detect(prepared, predict, term, spec.detect, record.detect);
}

function missing(model: string): SeqError {
  return new SeqError("detect-missing", `model ${model} was not taught which rows are unusual`, {
    help: "add a section `detect { }` to its spec and train it again",
    details: { model },
  });
}
