/** A saved model writes: no data are needed, the file knows its symbols. */
import { type Compiler, plainCompiler } from "@seqloom/graph";
import { forwardOf } from "../forward.ts";
import type { SavedModel } from "../model-file.ts";
import { checkWeights, savedSpec } from "../saved-spec.ts";
import type { Work } from "../work.ts";
import { sampleForm, writingModel } from "./form.ts";
import { type Sample, sample } from "./sample.ts";
import type { SampleSettings } from "./write.ts";

export interface SampleSavedOptions {
  readonly saved: SavedModel;
  /** In place of those of the spec's `sample { }` section. */
  readonly settings?: Partial<SampleSettings>;
  readonly compiler?: Compiler;
}

/** What a `sample { }` section has where it says nothing. */
const otherwise: SampleSettings = { prompt: "", length: 200, temperature: 1, seed: 1 };

/**
 * Prepares the model; the work that is returned writes.
 *
 * @throws SeqError "sample-needs", "weights-mismatch"; the work: "stream-whole", "prompt-missing"
 */
export async function sampleSaved({
  saved,
  settings = {},
  compiler = plainCompiler,
}: SampleSavedOptions): Promise<Work<Sample>> {
  const spec = await savedSpec(saved);
  const form = sampleForm(spec, saved.model, saved.fitted);
  const model = writingModel(spec, saved.model, form, saved.fitted);
  checkWeights(saved, model, spec);
  const writer = { model, forward: forwardOf(model, compiler), params: saved.weights, form };
  return sample(writer, { ...otherwise, ...spec.sample, ...settings });
}
