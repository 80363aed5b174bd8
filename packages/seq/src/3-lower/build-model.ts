/** A model of a checked spec, with the sizes that its data have. */
import { SeqError } from "@seqloom/diagnostic";
import { type Axis, axis, emptySolution, sizeOf } from "../2-check/axes/axis.ts";
import { constant, dataSymbol, numberOf, type Polynomial, show } from "../2-check/axes/polynomial.ts";
import { inferDefinition } from "../2-check/body/infer-definition.ts";
import { BodyChecker } from "../2-check/body-checker.ts";
import type { CheckedSpec } from "../2-check/checked-spec.ts";
import { bindingOf } from "../2-check/model-params.ts";
import { Reporter } from "../2-check/reporter.ts";
import { type FieldShape, type LoweredModel, lowerModel } from "./lower-model.ts";

/** What only the data know. */
export interface DataSizes {
  /** The fields of a batch, targets left out. */
  readonly fields: readonly FieldShape[];
  /** Places in each vocabulary, by its name. */
  readonly vocabularies: ReadonlyMap<string, number>;
}

/**
 * Writes the model out, every block at each of its calls, and makes layers of it.
 *
 * @throws SeqError "not-built" naming what is checked and not carried out yet; "size-unknown" for a size that neither
 *         the spec nor the data say
 */
export function buildModel({ program }: CheckedSpec, name: string, data: DataSizes): LoweredModel {
  const definition = program.models.find((model) => model.name.text === name);
  if (definition === undefined) throw new SeqError("internal", `internal: there is no model ${name}`);
  const reporter = new Reporter(undefined);
  const solution = emptySolution();
  // With these, what hung on the data is asked again: `linear(65)` where the vocabulary has 64 places.
  for (const [vocabulary, size] of data.vocabularies) {
    solution.values.set(dataSymbol(vocabulary), constant(size));
  }
  const losses = new Map(
    [...(program.losses.get(name) ?? [])].map(([size, plain]): [string, Axis] => [
      size,
      axis(plain.name, plain.size),
    ]),
  );
  const { body } = inferDefinition({
    entry: { definition, library: program.library, isImported: false },
    reporter,
    solution,
    bodies: new BodyChecker(reporter, true),
    model: bindingOf(program.data, losses),
  });
  const [error] = reporter.diagnostics.filter((found) => found.severity === "error");
  if (error !== undefined)
    throw new SeqError(error.code, error.message, { ...(error.help !== undefined && { help: error.help }) });
  return lowerModel(body, data.fields, (one) => sizeAsNumber(sizeOf(one, solution)));
}

function sizeAsNumber(size: Polynomial): number {
  const found = numberOf(size);
  if (found !== undefined && Number.isInteger(found) && found > 0) return found;
  throw new SeqError("size-unknown", `the size ${show(size)} is ${found ?? "not known"}`, {
    help: "give the axis a constant, or a size that the data have",
    details: { size: show(size) },
  });
}
