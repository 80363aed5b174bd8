/** A saved model on rows: what a forecast and a search for unusual times begin with. */
import type { Prepared } from "@seqloom/data";
import { SeqError } from "@seqloom/diagnostic";
import { type Compiler, plainCompiler } from "@seqloom/graph";
import type { CheckedSpec } from "@seqloom/seq";
import type { FileAccess } from "./files.ts";
import type { LossTerm } from "./loss-term.ts";
import type { SavedModel } from "./model-file.ts";
import { type Predictor, predictor } from "./predict.ts";
import { modelOf, prepareSpec } from "./run-spec.ts";
import { checkWeights, savedSpec } from "./saved-spec.ts";

export interface UseSavedOptions {
  readonly saved: SavedModel;
  /** Where the rows are. */
  readonly files: FileAccess;
  /** The file to read in place of the one that the saved spec names as its `source`. */
  readonly source?: string;
  readonly compiler?: Compiler;
}

export interface SavedInUse {
  readonly spec: CheckedSpec;
  readonly prepared: Prepared;
  readonly terms: readonly LossTerm[];
  readonly predict: Predictor;
}

/**
 * @param suits  refuses a spec that the model cannot be used for, before anything is read
 * @throws SeqError "source-fixed" for a `source` where the spec reads no file, "weights-mismatch" if the weights are not the
 *         spec's, those of `savedSpec`, and whatever the data refuse
 */
export async function useSaved(
  { saved, files, source, compiler = plainCompiler }: UseSavedOptions,
  suits: (spec: CheckedSpec) => void,
): Promise<SavedInUse> {
  const own = await savedSpec(saved);
  suits(own);
  const spec = withSource(own, source);
  const prepared = await prepareSpec(spec, files, saved.fitted);
  const model = modelOf(spec, saved.model, prepared);
  checkWeights(saved, model, spec);
  const terms = spec.train[saved.model]?.loss ?? [];
  return { spec, prepared, terms, predict: predictor({ model, params: saved.weights, terms, compiler }) };
}

function withSource(spec: CheckedSpec, file: string | undefined): CheckedSpec {
  const { data } = spec;
  if (file === undefined || data === undefined) return spec;
  if (data.source.kind === "csv" || data.source.kind === "jsonLines" || data.source.kind === "text")
    return { ...spec, data: { ...data, source: { ...data.source, file } } };
  throw new SeqError("source-fixed", `the saved spec reads no file whose rows ${file} could stand for`, {
    help: "leave the file out; the spec says where its rows come from",
    details: { source: data.source.kind, file },
  });
}
