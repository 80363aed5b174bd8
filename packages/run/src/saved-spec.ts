/** The spec inside a model file, checked again. */
import { createSource, SeqError } from "@seqloom/diagnostic";
import type { CheckedSpec } from "@seqloom/seq";
import type { FileAccess } from "./files.ts";
import { loadSpec } from "./load-spec.ts";
import type { SavedModel } from "./model-file.ts";

/**
 * @param needsData  whether the files that it names must be there
 * @throws SeqError with the code of its first error, if it does not fit the data
 */
export async function savedSpec(
  saved: SavedModel,
  { files, needsData }: { readonly files: FileAccess; readonly needsData: boolean },
): Promise<CheckedSpec> {
  const { spec, diagnostics } = await loadSpec(createSource("the saved spec", saved.spec), {
    ...{ files, needsData },
    set: saved.overrides,
  });
  if (spec !== undefined) return spec;
  const [first] = diagnostics.filter((found) => found.severity === "error");
  throw new SeqError(
    first?.code ?? "internal",
    needsData
      ? `the saved spec does not fit these data: ${first?.message ?? ""}`
      : `the saved spec has an error: ${first?.message ?? ""}`,
    { ...(first?.help !== undefined && { help: first.help }) },
  );
}

/** @throws SeqError "weights-mismatch" unless the file has exactly the weights of the model */
export function checkWeights({ weights }: SavedModel, wanted: readonly string[]): void {
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
