/**
 * Puts what a check has found into the plain records of a spec.
 */
import { emptySolution, plainAxis, type Solution } from "./axes/axis.ts";
import type { BodyChecker } from "./body-checker.ts";
import type { ModelInfo } from "./check-model.ts";
import type { CheckedModel, CheckedSpec, PlainType, Program } from "./checked-spec.ts";
import type { DataInfo } from "./data/data-info.ts";
import type { Library } from "./library.ts";
import type { FileSections } from "./sections/section-view.ts";
import { lossSizes } from "./train/check-losses.ts";
import type { Type } from "./types.ts";

/** A checked file, part by part. */
export interface SpecParts extends Pick<CheckedSpec, "forecast" | "detect" | "sample"> {
  readonly library: Library;
  readonly data: DataInfo | undefined;
  readonly models: readonly ModelInfo[];
  readonly sections: FileSections;
  readonly bodies: BodyChecker["found"];
}

export function makeSpec({ library, data, models, sections, bodies, ...others }: SpecParts): CheckedSpec {
  const solution = emptySolution();
  const fields = [...(data?.fields.types ?? [])].map(
    ([name, type]) => [name, plainType(type, solution)] as const,
  );
  const trained = models.flatMap(({ definition, train }) =>
    train === undefined ? [] : [[definition.name.text, train] as const],
  );
  return {
    constants: Object.fromEntries([...library.constants].map(([name, { value }]) => [name, value])),
    data: data?.record,
    fields: Object.fromEntries(fields),
    models: models.map((model) => checkedModel(model, bodies)),
    train: Object.fromEntries(trained),
    ...others,
    places: placesOf(sections),
    program: programOf(library, data, models),
  };
}

function placesOf({ views }: FileSections): CheckedSpec["places"] {
  const places = [...views].flatMap(([word, { settings }]) =>
    [...settings].flatMap(([key, [first]]) =>
      first === undefined ? [] : [[`${word}.${key}`, first.span] as const],
    ),
  );
  return Object.fromEntries(places);
}

function programOf(library: Library, data: DataInfo | undefined, models: readonly ModelInfo[]): Program {
  const solution = emptySolution();
  const losses = models.map(({ definition, losses: terms }) => {
    const sizes = [...lossSizes(terms)].map(([name, axis]) => [name, plainAxis(axis, solution)] as const);
    return [definition.name.text, new Map(sizes)] as const;
  });
  return { models: models.map(({ definition }) => definition), library, data, losses: new Map(losses) };
}

function plainType(type: Type, solution: Solution): PlainType {
  if (type.kind !== "value") return { axes: [], of: undefined };
  const of = type.of === undefined ? undefined : plainAxis(type.of, solution);
  return { axes: type.axes.map((axis) => plainAxis(axis, solution)), of };
}

function checkedModel(
  { definition, body, solution, losses }: ModelInfo,
  bodies: BodyChecker["found"],
): CheckedModel {
  const notes = bodies.get(definition)?.notes ?? [];
  return {
    name: definition.name.text,
    doc: definition.doc?.text ?? "",
    params: body.params.map(({ name, type }) => ({ name, ...plainType(type, solution) })),
    results: body.results.map(({ name = "y", type }) => ({
      name,
      target: losses.find(({ output }) => output === name)?.target,
      ...plainType(type, solution),
    })),
    shapes: notes.flatMap(({ span, type }) =>
      type.kind === "value" ? [{ span, ...plainType(type, solution) }] : [],
    ),
  };
}
