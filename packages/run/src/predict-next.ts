/** The next forecast of a saved model, from new rows. */

import { createSource, SeqError } from "@seqloom/diagnostic";
import { type Compiler, plainCompiler } from "@seqloom/graph";
import type { FileAccess } from "./files.ts";
import { loadSpec } from "./load-spec.ts";
import type { SavedModel } from "./model-file.ts";
import { type NextForecast, nextForecast } from "./next-forecast.ts";
import { predictor } from "./predict.ts";
import { modelOf, prepareSpec } from "./run-spec.ts";

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
  const set = saved.overrides;
  const { spec, diagnostics } = await loadSpec(createSource("the saved spec", saved.spec), {
    files,
    needsData: true,
    set,
  });
  if (spec === undefined) {
    const [first] = diagnostics.filter((found) => found.severity === "error");
    throw new SeqError(
      first?.code ?? "internal",
      `the saved spec does not fit these data: ${first?.message ?? ""}`,
      { ...(first?.help !== undefined && { help: first.help }) },
    );
  }
  if (spec.data?.horizon === undefined)
    throw new SeqError(
      "not-a-forecast",
      `model ${saved.model} has no horizon, so there is nothing to forecast`,
      { help: "train with `horizon` in the data section" },
    );
  const prepared = await prepareSpec(spec, files, saved.fitted);
  const model = modelOf(spec, saved.model, prepared);
  checkWeights(saved, Object.keys(model.parameters));
  const output = spec.train[saved.model]?.loss[0]?.output ?? "y";
  return nextForecast(prepared, predictor(model, saved.weights, compiler), output);
}

function checkWeights({ weights }: SavedModel, wanted: readonly string[]): void {
  const missing = wanted.filter((path) => weights[path] === undefined);
  const left = Object.keys(weights).filter((path) => !wanted.includes(path));
  if (missing.length + left.length === 0) return;
  const list = (paths: readonly string[]) => paths.slice(0, 5).join(", ");
  throw new SeqError(
    "weights-mismatch",
    `the weights are not those of the spec: ${missing.length > 0 ? `missing ${list(missing)}` : `left over ${list(left)}`}`,
    {
      help: "use the file as `seqloom train` wrote it",
      details: { missing, left },
    },
  );
}
