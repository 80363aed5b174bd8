/** The next forecast of a saved model, from new rows. */

import { SeqError } from "@seqloom/diagnostic";
import { type Compiler, plainCompiler } from "@seqloom/graph";
import type { CheckedSpec } from "@seqloom/seq";
import type { FileAccess } from "./files.ts";
import type { SavedModel } from "./model-file.ts";
import { type NextForecast, nextForecast } from "./next-forecast.ts";
import { predictor } from "./predict.ts";
import { modelOf, prepareSpec } from "./run-spec.ts";
import { checkWeights, savedSpec } from "./saved-spec.ts";
import { finished } from "./work.ts";

export interface PredictOptions {
  readonly saved: SavedModel;
  /** Where the rows are. */
  readonly files: FileAccess;
  /** The file to read in place of the one that the saved spec names as its `source`. */
  readonly source?: string;
  readonly compiler?: Compiler;
}

/**
 * With the rows of the training run, to the last bit the forecast that the run made.
 *
 * @throws SeqError "not-a-forecast" for a model that forecasts nothing, "source-fixed" for a `source` where the spec reads
 *         no file, "weights-mismatch" if the weights are not the spec's, and whatever the data refuse
 */
export async function predictNext({
  saved,
  files,
  source,
  compiler = plainCompiler,
}: PredictOptions): Promise<NextForecast> {
  const spec = withSource(await savedSpec(saved), source);
  if (spec.data?.horizon === undefined)
    throw new SeqError(
      "not-a-forecast",
      `model ${saved.model} has no horizon, so there is nothing to forecast`,
      { help: "train with `horizon` in the data section" },
    );
  const prepared = await prepareSpec(spec, files, saved.fitted);
  const model = modelOf(spec, saved.model, prepared);
  checkWeights(saved, model, spec);
  const terms = spec.train[saved.model]?.loss ?? [];
  const predict = predictor({ model, params: saved.weights, terms, compiler });
  return finished(nextForecast(prepared, predict, terms));
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
