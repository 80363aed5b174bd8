/** The next forecast of a saved model, from new rows. */

import { SeqError } from "@seqloom/diagnostic";
import { type Compiler, plainCompiler } from "@seqloom/graph";
import type { FileAccess } from "./files.ts";
import type { SavedModel } from "./model-file.ts";
import { type NextForecast, nextForecast } from "./next-forecast.ts";
import { predictor } from "./predict.ts";
import { modelOf, prepareSpec } from "./run-spec.ts";
import { checkWeights, savedSpec } from "./saved-spec.ts";
import { finished } from "./work.ts";

export interface PredictOptions {
  readonly saved: SavedModel;
  /** Where the rows are; the paths are those of the saved spec. */
  readonly files: FileAccess;
  readonly compiler?: Compiler;
}

/**
 * With the rows of the training run, to the last bit the forecast that the run made.
 *
 * @throws SeqError "not-a-forecast" for a model that forecasts nothing, "weights-mismatch" if the weights are not the
 *         spec's, and whatever the data refuse
 */
export async function predictNext({
  saved,
  files,
  compiler = plainCompiler,
}: PredictOptions): Promise<NextForecast> {
  const spec = await savedSpec(saved, { files, needsData: true });
  if (spec.data?.horizon === undefined)
    throw new SeqError(
      "not-a-forecast",
      `model ${saved.model} has no horizon, so there is nothing to forecast`,
      { help: "train with `horizon` in the data section" },
    );
  const prepared = await prepareSpec(spec, files, saved.fitted);
  const model = modelOf(spec, saved.model, prepared);
  checkWeights(saved, Object.keys(model.parameters));
  const terms = spec.train[saved.model]?.loss ?? [];
  const predict = predictor({ model, params: saved.weights, terms, compiler });
  return finished(nextForecast(prepared, predict, terms));
}
