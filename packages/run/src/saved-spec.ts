/** The spec inside a model file, checked again. */
import { createSource, SeqError } from "@seqloom/diagnostic";
import type { CheckedSpec, LoweredModel } from "@seqloom/seq";
import { formatType } from "@seqloom/tensor";
import type { FileAccess } from "./files.ts";
import { loadSpec } from "./load-spec.ts";
import type { SavedModel } from "./model-file.ts";

/**
 * Nothing is asked of data here: a model in use takes other rows than those it was trained on, and far fewer.
 *
 * @throws SeqError with the code of its first error; "not-a-model" if it does not hold the model
 */
export async function savedSpec({ spec: text, imports, overrides, model }: SavedModel): Promise<CheckedSpec> {
  const { spec, diagnostics } = await loadSpec(createSource("the saved spec", text), {
    files: importsOnly(imports ?? {}),
    needsData: false,
    set: overrides,
  });
  if (spec?.models.some(({ name }) => name === model) === true) return spec;
  if (spec !== undefined)
    throw new SeqError("not-a-model", `the saved spec has no model ${model}, whose weights these are`, {
      help: "use the file as `seqloom train` wrote it",
      details: { model, names: spec.models.map(({ name }) => name) },
    });
  const [first] = diagnostics.filter((found) => found.severity === "error");
  throw new SeqError(first?.code ?? "internal", `the saved spec has an error: ${first?.message ?? ""}`, {
    ...(first?.help !== undefined && { help: first.help }),
  });
}

function importsOnly(imports: Readonly<Record<string, string>>): FileAccess {
  return {
    async read(path) {
      const text = Object.hasOwn(imports, path) ? imports[path] : undefined;
      if (text !== undefined) return text;
      throw new SeqError("file-missing", `the model file does not hold ${path}`);
    },
    list: async () => [],
  };
}

/** @throws SeqError "weights-mismatch" unless the file has exactly the weights of the model, in the precision of the spec */
export function checkWeights({ weights, model }: SavedModel, lowered: LoweredModel, spec: CheckedSpec): void {
  const dtype = spec.train[model]?.precision ?? "f32";
  const faults: string[] = [];
  for (const [path, { shape }] of Object.entries(lowered.parameters)) {
    const weight = Object.hasOwn(weights, path) ? weights[path] : undefined;
    const [found, wanted] = [weight && formatType(weight), formatType({ dtype, shape })];
    if (found === undefined) faults.push(`${path} is missing`);
    else if (found !== wanted) faults.push(`${path} is ${found}, the model needs ${wanted}`);
  }
  for (const path of Object.keys(weights))
    if (!Object.hasOwn(lowered.parameters, path)) faults.push(`${path} is left over`);
  if (faults.length === 0) return;
  const more = faults.length > 5 ? `; and ${faults.length - 5} more` : "";
  throw new SeqError(
    "weights-mismatch",
    `the weights are not those of the spec: ${faults.slice(0, 5).join("; ")}${more}`,
    { help: "use the file as `seqloom train` wrote it", details: { faults } },
  );
}
